import { test } from "@playwright/test";
import { LocalServices } from "../e2e/support/local.ts";
import { look } from "../e2e/support/look.ts";
import { show } from "./screen.ts";
import { readScreens } from "./screens.ts";

/** The others are looked at by tests/e2e/accessibility.spec.ts, on every change. */
for (const screen of (await readScreens()).filter(({ isMain, isKey }) => !isMain && !isKey)) {
  test(`${screen.name} is accessible in both themes, zoomed and with forced colors`, async ({
    browser,
  }) => {
    const desktop = { colorScheme: "light", width: 1280 } as const;
    const page = await show(browser, new LocalServices(), screen, desktop);
    await look(screen.name, page);
    await page.context().close();
  });
}
