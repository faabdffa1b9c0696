import type { BrowserContext, Page } from "@playwright/test";
import type { Claims } from "../../lib/auth/claims.ts";
import type { LocalServices } from "../e2e/support/local.ts";

export interface Landing {
  /** From the visitor's act to the page or the answer with the new claims, in milliseconds. */
  ms: number;
  /** What was wrong with it, or null. */
  stale: string | null;
}

/** A change of claims, and where it has to show. */
export interface FreshnessCase {
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
