import type { BrowserContext, Page } from "@playwright/test";
import { settled } from "../e2e/support/journey.ts";
import type { LocalServices, TestUser } from "../e2e/support/local.ts";
import { test as base } from "../e2e/support/test.ts";
import { startPreview } from "./preview.ts";

export { expect } from "../e2e/support/test.ts";

/**
 * Runs as two projects: with Clerk's session minter and without (playwright.config.ts). What
 * can't differ between them, bounds.spec.ts and cookie.spec.ts, runs without.
 */
export const test = base.extend<object, { sessionMinter: boolean; preview: LocalServices }>({
  sessionMinter: [false, { option: true, scope: "worker" }],
  preview: [
    async ({ sessionMinter }, use) => {
      const { local, close } = await startPreview(sessionMinter);
      await use(local);
      await close();
    },
    { scope: "worker" },
  ],
  local: ({ preview }, use) => use(preview),
  baseURL: ({ preview }, use) => use(preview.appUrl),
});

/** A new, onboarded user, signed in and on the dashboard with everything of Clerk's in place. */
export async function openDashboard(
  page: Page,
  context: BrowserContext,
  local: LocalServices,
): Promise<TestUser> {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  await page.goto("/dashboard");
  await settled(page);
  return user;
}

/** Calls to Clerk's Backend API about one user. */
export async function lookups(local: LocalServices, userId: string): Promise<number> {
  const all = await local.requests();
  return all.filter(({ api, path }) => api === "backend" && path.includes(userId)).length;
}
