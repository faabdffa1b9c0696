import { defineConfig } from "@playwright/test";
import shared from "../../playwright.config.ts";
import { pictureBrowser } from "./browser.ts";

const { projects: _, ...rest } = shared;

/** `npm run test:visual`: compares the main pages with their pictures, which are beside it. */
export default defineConfig({
  ...rest,
  testDir: ".",
  testMatch: "visual.spec.ts",
  snapshotPathTemplate: "{testDir}/{arg}{ext}",
  retries: 0,
  use: { ...rest.use, launchOptions: await pictureBrowser() },
});
