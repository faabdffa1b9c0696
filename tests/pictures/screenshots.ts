/**
 * `npm run screenshots`: takes the pictures of the README, the docs and the landing page, and records
 * the moving ones, from the production build on local services. With `-- --all` it writes each page in
 * each state, in both themes, at 390 and 1280 px, to .local/screenshots instead, to be looked at; with
 * names behind it only those.
 */
import { globSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import sharp from "sharp";
import type { LocalServices } from "../e2e/support/local.ts";
import { startPreview } from "../freshness/preview.ts";
import { pictureBrowser } from "./browser.ts";
import type { Recording } from "./recording.ts";
import { expect, type Screen, settle, show } from "./screen.ts";
import { readScreens } from "./screens.ts";

const THEMES = ["light", "dark"] as const;

const DESKTOP = { width: 1280, height: 720 };
const PHONE = { width: 390, height: 560, density: 2 };

/** The pictures that are kept, each as the files `<name>-light.png` and `<name>-dark.png`. */
const KEPT = [
  { screen: "dashboard", size: DESKTOP, names: ["docs/dashboard", "app/_landing/dashboard"] },
  { screen: "dashboard", size: PHONE, names: ["app/_landing/dashboard-phone"] },
  { screen: "onboarding-profile", size: DESKTOP, names: ["docs/onboarding"] },
];

async function takeKept(browser: Browser, local: LocalServices, screens: Screen[]) {
  for (const { screen: wanted, size, names } of KEPT) {
    const screen = screens.find(({ name }) => name === wanted);
    if (!screen) throw new Error(`There is no screen ${wanted}.`);
    for (const colorScheme of THEMES) {
      const page = await show(browser, local, screen, { colorScheme, ...size });
      const clock = page.getByRole("meter", { name: /Session token/ });
      // The same moment of its minute in every picture.
      if (await clock.count()) await expect(clock).toHaveAttribute("aria-valuetext", /^55 s/);
      const png = await sharp(await page.screenshot())
        .png({ palette: true, effort: 10 })
        .toBuffer();
      for (const name of names) {
        writeFileSync(`${name}-${colorScheme}.png`, png);
        console.log(`${name}-${colorScheme}.png, ${Math.round(png.length / 1_024)} KB`);
      }
      await page.context().close();
    }
  }
}

async function record(browser: Browser, local: LocalServices) {
  const folder = join(import.meta.dirname, "recordings");
  for (const file of globSync("*.ts", { cwd: folder })) {
    const { RECORDING }: { RECORDING: Recording } = await import(join(folder, file));
    const webp = await RECORDING.take(browser, local);
    writeFileSync(RECORDING.file, webp);
    console.log(`${RECORDING.file}, ${Math.round(webp.length / 1_024)} KB`);
  }
}

/** One page shows a state in all four ways, so what led to it isn't repeated. */
async function takeState(browser: Browser, local: LocalServices, screen: Screen, folder: string) {
  const page = await show(browser, local, screen, { colorScheme: "light", width: 1280 });
  try {
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        await settle(page);
        const path = join(folder, `${screen.name}-${colorScheme}-${width}.png`);
        await page.screenshot({ path, fullPage: true, animations: "disabled" });
      }
    }
  } finally {
    await page.context().close();
  }
}

/**
 * A browser for each state: one that takes hundreds of pictures may end by itself, and what a state
 * left open mustn't slow the next one down.
 *
 * @returns how many states couldn't be shown, at the second try either
 */
async function takeAll(launch: () => Promise<Browser>, local: LocalServices, screens: Screen[]) {
  const folder = ".local/screenshots";
  mkdirSync(folder, { recursive: true });
  let failed = 0;
  for (const screen of screens) {
    for (const isLast of [false, true]) {
      const browser = await launch();
      try {
        await takeState(browser, local, screen, folder);
        break;
      } catch (error) {
        console.error(`${screen.name}: ${error}`);
        if (isLast) failed += 1;
        await local.control("DELETE", "/faults");
      } finally {
        await browser.close();
      }
    }
  }
  console.log(`${screens.length - failed} of ${screens.length} states are in ${folder}.`);
  return failed;
}

const [mode, ...names] = process.argv.slice(2);
if (mode !== undefined && mode !== "--all") {
  console.error("Usage: npm run screenshots [-- --all [name …]]");
  process.exit(2);
}
const screens = await readScreens();
const { local, close } = await startPreview(false);
const options = await pictureBrowser();
const launch = () => chromium.launch(options);
try {
  if (mode === "--all") {
    const wanted = names.length ? screens.filter(({ name }) => names.includes(name)) : screens;
    process.exitCode = (await takeAll(launch, local, wanted)) > 0 ? 1 : 0;
  } else {
    const browser = await launch();
    await takeKept(browser, local, screens);
    await record(browser, local);
    await browser.close();
  }
} finally {
  await close();
}
