import { type BrowserContext, test as base, expect } from "@playwright/test";
import type { Claims } from "../../../lib/auth/claims.ts";
import { LocalServices, type TestUser } from "./local.ts";

export { expect } from "@playwright/test";

/** What a page may write to the console although nothing is wrong. */
const EXPECTED_CONSOLE = [
  // The browser's own line for each answer of 400 and more: denials are such answers.
  /^Failed to load resource/,
];

/** Runs in the page: a library may swallow what the browser refuses. */
function reportViolations(): void {
  document.addEventListener(
    "securitypolicyviolation",
    ({ violatedDirective, blockedURI, sample }) =>
      console.error(`Content-Security-Policy: ${violatedDirective} blocks ${blockedURI} ${sample}`),
  );
}

interface Fixtures {
  local: LocalServices;
  /** Signs the browser in as a new user, who is onboarded and has these claims. */
  signInAs: (claims?: Partial<Claims>) => Promise<TestUser>;
  quietConsole: undefined;
}

/** Every test gets the local services; an error in the console of any page, or a breach of the policy, fails it. */
export const test = base.extend<Fixtures>({
  // Playwright reads the fixture's dependencies off this pattern.
  // biome-ignore lint/correctness/noEmptyPattern: see above
  local: async ({}, use) => {
    await use(new LocalServices());
  },
  signInAs: async ({ context, local }, use) => {
    await use(async (claims = {}) => {
      const user = await local.createUser({ onboardingComplete: true, ...claims });
      await context.clearCookies();
      await local.signIn(context, user.id);
      return user;
    });
  },
  quietConsole: [
    async ({ browser }, use) => {
      const problems: string[] = [];
      const watch = (context: BrowserContext) => {
        context.on("weberror", (thrown) => problems.push(thrown.error().message));
        context.on("console", (message) => {
          if (message.type() !== "error") return;
          const text = message.text();
          if (!EXPECTED_CONSOLE.some((pattern) => pattern.test(text))) problems.push(text);
        });
        // Sent before the context's first page is asked for, so nothing is missed.
        return context.addInitScript(reportViolations);
      };
      browser.on("context", watch);
      await use(undefined);
      browser.off("context", watch);
      expect(problems, "errors in a page's console").toEqual([]);
    },
    { auto: true },
  ],
});
