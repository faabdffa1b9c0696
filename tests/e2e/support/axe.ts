import type { Page } from "@playwright/test";
import axe from "axe-core";

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

/** Runs in the page. */
async function run(within: string[]): Promise<string[]> {
  if (!window.axe) throw new Error("axe isn't on the page.");
  const isPart = within.length > 0;
  const { violations } = await window.axe.run(isPart ? { include: within } : document, {
    resultTypes: ["violations"],
    rules: {
      // WCAG 2.2's 24 px, which axe leaves out by itself.
      "target-size": { enabled: true },
      // A part of a page needs no landmarks of its own.
      region: { enabled: !isPart },
    },
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
  );
}

/**
 * What axe finds on the page, a text each. Its package for Playwright takes six times as long: it brings
 * what passes out of the page too, and looks into frames of other sites, which there are none of.
 * @param within selectors; the whole page by default
 */
export async function findViolations(page: Page, within: string[] = []): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(run, within);
}
