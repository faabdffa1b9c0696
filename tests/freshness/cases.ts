import { globSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { findGated, type Gated } from "../e2e/support/gated.ts";
import { clickLinkTo, settled } from "../e2e/support/journey.ts";
import { answerEverything } from "../e2e/support/onboard.ts";
import { type FreshnessCase, land, signUp } from "./case.ts";

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

/** Each example may have one beside its tests. */
const exampleCases = await Promise.all(
  globSync("examples/*/case.ts", { cwd: import.meta.dirname }).map(async (file) => {
    const { CASE }: { CASE: FreshnessCase } = await import(join(import.meta.dirname, file));
    return CASE;
  }),
);

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
  ...exampleCases,
];
