import type { BrowserContext, Page } from "@playwright/test";
import type { LocalServices } from "../e2e/support/local.ts";
import { answerEverything } from "../e2e/support/onboard.ts";

export interface Landing {
  /** From the click on "Finish" to the dashboard. */
  ms: number;
  /** What was wrong with it, or null. */
  stale: string | null;
}

const DEADLINE_MS = 10_000;

/**
 * Takes a new user from the first page of onboarding to the dashboard.
 * @param denied whether the client router is sent away from the dashboard first, as it is for a new
 *   user whom Clerk takes there after sign-up
 */
export async function landNewUser(
  local: LocalServices,
  context: BrowserContext,
  denied: boolean,
): Promise<Landing> {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  const page = await context.newPage();
  await page.goto("/onboarding/welcome");
  if (denied) {
    await page.evaluate(() => Reflect.get(window, "next").router.push("/dashboard"));
    await page.getByRole("link", { name: "Continue onboarding" }).click();
  }
  await answerEverything(page);
  await page.waitForFunction(() => Reflect.get(window, "Clerk")?.loaded === true);
  return finish(page);
}

async function finish(page: Page): Promise<Landing> {
  const visited: string[] = [];
  page.on("framenavigated", (frame) => visited.push(new URL(frame.url()).pathname));
  const arrived = msFromClickToDashboard(page);
  await page.getByRole("button", { name: "Finish" }).click();
  try {
    const ms = await arrived;
    const claims = await page.getByRole("region", { name: "Your claims" }).innerText();
    const detours = visited.filter((path) => !["/onboarding/finish", "/dashboard"].includes(path));
    if (!/onboardingComplete\s+Complete/.test(claims))
      return { ms, stale: `old claims: ${claims}` };
    return { ms, stale: detours.length > 0 ? `went over ${detours.join(", ")}` : null };
  } catch {
    return { ms: DEADLINE_MS, stale: `ended at ${page.url()}` };
  }
}

/** Measured inside the page, so that the way between this program and the browser does not count. */
function msFromClickToDashboard(page: Page): Promise<number> {
  return page.evaluate(
    (deadline) =>
      new Promise<number>((resolve, reject) => {
        let clickedAt = 0;
        document.addEventListener("click", () => (clickedAt ||= performance.now()), true);
        new MutationObserver(() => {
          if (document.querySelector("h1")?.textContent !== "Dashboard") return;
          resolve(performance.now() - clickedAt);
        }).observe(document.body, { childList: true, subtree: true });
        setTimeout(() => reject(new Error("no dashboard")), deadline);
      }),
    DEADLINE_MS,
  );
}
