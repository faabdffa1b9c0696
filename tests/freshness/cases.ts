import type { BrowserContext, Page } from "@playwright/test";
import type { Claims } from "../../lib/auth/claims.ts";
import { findGated, type Gated } from "../e2e/support/gated.ts";
import { clickLinkTo, settled } from "../e2e/support/journey.ts";
import type { LocalServices } from "../e2e/support/local.ts";
import { answerEverything } from "../e2e/support/onboard.ts";

export interface Landing {
  /** From the visitor's act to the page or the answer with the new claims, in milliseconds. */
  ms: number;
  /** What was wrong with it, or null. */
  stale: string | null;
}

interface FreshnessCase {
  name: string;
  javaScript: boolean;
  run(local: LocalServices, context: BrowserContext): Promise<Landing>;
}

const DEADLINE_MS = 10_000;

export async function signUp(
  local: LocalServices,
  context: BrowserContext,
  claims: Partial<Claims> = {},
): Promise<{ id: string; page: Page }> {
  const user = await local.createUser(claims);
  await local.signIn(context, user.id);
  return { id: user.id, page: await context.newPage() };
}

/** Acts, waits for the page that has to come, and says what came instead. */
export async function land(
  page: Page,
  act: () => Promise<unknown>,
  { path, shows }: { path: string; shows: RegExp | string },
): Promise<Landing> {
  const started = performance.now();
  await act();
  try {
    await page.waitForURL((url) => url.pathname === path, { timeout: DEADLINE_MS });
    await page.getByRole("main").getByText(shows).first().waitFor({ timeout: DEADLINE_MS });
  } catch {
    const text = (await page.getByRole("main").innerText()).slice(0, 120);
    return { ms: DEADLINE_MS, stale: `at ${page.url()}: ${text}` };
  }
  return { ms: performance.now() - started, stale: null };
}

const DASHBOARD = { path: "/dashboard", shows: /^Complete$/ };

const finish = (page: Page) => () => page.getByRole("button", { name: "Finish" }).click();

function grantedPage({ path, text: shows }: Gated): FreshnessCase[] {
  return [
    {
      name: "granted elsewhere, click after a denial",
      javaScript: true,
      async run(local, context) {
        const { id, page } = await signUp(local, context, { onboardingComplete: true });
        await page.goto("/dashboard");
        await settled(page);
        await clickLinkTo(page, path);
        await page.getByRole("heading", { name: "Pro plan required" }).waitFor();
        await local.setClaims(id, { plan: "pro" });
        return land(page, () => clickLinkTo(page, path), { path, shows });
      },
    },
    {
      name: "granted elsewhere, document",
      javaScript: true,
      async run(local, context) {
        const { id, page } = await signUp(local, context, { onboardingComplete: true });
        await page.goto("/dashboard");
        await local.setClaims(id, { plan: "pro" });
        return land(page, () => page.goto(path), { path, shows });
      },
    },
  ];
}

function grantedApi({ path }: Gated): FreshnessCase {
  return {
    name: "granted elsewhere, API route",
    javaScript: true,
    async run(local, context) {
      const { id, page } = await signUp(local, context, { onboardingComplete: true });
      await page.goto("/dashboard");
      await local.setClaims(id, { plan: "pro" });
      return page.evaluate(async (route) => {
        const started = performance.now();
        const { status } = await fetch(route);
        return {
          ms: performance.now() - started,
          stale: status === 200 ? null : `status ${status}`,
        };
      }, path);
    },
  };
}

const proPage = findGated({ plan: "pro" });
const proApi = findGated({ plan: "pro" }, { api: true });

/** The cases that `npm run check:freshness` runs. */
export const CASES: readonly FreshnessCase[] = [
  {
    name: "own change, then redirect()",
    javaScript: true,
    async run(local, context) {
      const { page } = await signUp(local, context);
      await page.goto("/onboarding");
      await answerEverything(page);
      await settled(page);
      return land(page, finish(page), DASHBOARD);
    },
  },
  {
    name: "own change after a denial of the page it leads to",
    javaScript: true,
    async run(local, context) {
      const { page } = await signUp(local, context);
      await page.goto("/onboarding/welcome");
      await settled(page);
      await clickLinkTo(page, "/dashboard");
      await page.waitForURL(/from=/);
      await answerEverything(page);
      return land(page, finish(page), DASHBOARD);
    },
  },
  {
    name: "own change without JavaScript",
    javaScript: false,
    async run(local, context) {
      const { page } = await signUp(local, context);
      await page.goto("/onboarding");
      await answerEverything(page);
      return land(page, finish(page), DASHBOARD);
    },
  },
  ...(proPage ? grantedPage(proPage) : []),
  ...(proApi ? [grantedApi(proApi)] : []),
];
