import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

async function findViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
  );
}

const softly = expect.configure({ soft: true });

/** Contrast depends on the theme, and all else on the width: two looks see what four would. */
const LOOKS = [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 390 },
] as const;

/** Looks at a page in both themes, on a desktop and on a phone, and for what is wider than 320 px. */
export async function look(what: string, page: Page): Promise<void> {
  for (const { colorScheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const message = `${what}, ${colorScheme} at ${width} px`;
    // For a moment after the theme has changed, some texts still have the other one's colour.
    await softly.poll(() => findViolations(page), { message }).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  // Clerk's menu moves by script, a moment after the window has changed.
  await softly
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth), {
      message: `${what}, width at 320 px`,
    })
    .toBeLessThanOrEqual(320);
}
