import { sep } from "node:path";
import { expect, test } from "@playwright/test";
import { LocalServices } from "../e2e/support/local.ts";
import { show } from "./screen.ts";
import { readScreens } from "./screens.ts";

const MAIN = (await readScreens()).filter(({ isMain }) => isMain);

/** Each page in both themes and on both kinds of screens. */
const LOOKS = [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 390 },
] as const;

/** Runs in the page: today's dates would be other ones tomorrow. */
function setDates(): void {
  for (const time of document.querySelectorAll("time")) time.textContent = "Jan 1, 2026";
}

for (const screen of MAIN) {
  for (const look of LOOKS) {
    test(`${screen.name} looks as it did, ${look.colorScheme} at ${look.width} px`, async ({
      browser,
    }) => {
      const page = await show(browser, new LocalServices(), screen, look);
      const folders = (screen.folder ?? "baselines").split(sep);
      const file = `${screen.name}-${look.colorScheme}.png`;
      await page.evaluate(setDates);
      await expect(page).toHaveScreenshot([...folders, file], {
        fullPage: true,
        maxDiffPixelRatio: 0.001,
        mask: screen.moving ? [page.locator(screen.moving)] : [],
      });
      await page.context().close();
    });
  }
}
