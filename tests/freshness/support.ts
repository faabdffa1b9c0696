import type { LocalServices } from "../e2e/support/local.ts";
import { test as base } from "../e2e/support/test.ts";
import { startPreview } from "./preview.ts";

export { expect } from "../e2e/support/test.ts";

/** Runs as two projects: with Clerk's session minter and without (playwright.config.ts). */
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
