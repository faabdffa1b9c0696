import { test as base, expect } from "@playwright/test";
import { LocalServices } from "./local.ts";

export { expect } from "@playwright/test";

/** What a page may write to the console although nothing is wrong. */
const EXPECTED_CONSOLE = [
  // The browser's own line for each answer of 400 and more: denials are such answers.
  /^Failed to load resource/,
];

/** Every test gets the local services; an unexpected error in a page's console fails it. */
export const test = base.extend<{ local: LocalServices; quietConsole: undefined }>({
  // Playwright reads the fixture's dependencies off this pattern.
  // biome-ignore lint/correctness/noEmptyPattern: see above
  local: async ({}, use) => {
    await use(new LocalServices());
  },
  quietConsole: [
    async ({ page }, use) => {
      const problems: string[] = [];
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (message) => {
        if (message.type() !== "error") return;
        const text = message.text();
        if (!EXPECTED_CONSOLE.some((pattern) => pattern.test(text))) problems.push(text);
      });
      await use(undefined);
      expect(problems, "errors in the page's console").toEqual([]);
    },
    { auto: true },
  ],
});
