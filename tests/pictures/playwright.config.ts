import { defineConfig } from "@playwright/test";
import shared from "../../playwright.config.ts";
import { pictureBrowser } from "./browser.ts";

const { projects: _, ...rest } = shared;

/**
 * `npm run test:visual`: compares the main pages with their pictures, which are beside it, and checks the
 * accessibility of every state.
 */
export default defineConfig({
  ...rest,
  testDir: ".",
  // Some states are made with faults, which every page of the app would meet, and some make users, who
  // would be in the pictures: one after the other, and the pictures first.
  workers: 1,
  projects: [
    { name: "pictures", testMatch: "visual.spec.ts" },
    { name: "states", testMatch: "states.spec.ts" },
  ],
  snapshotPathTemplate: "{testDir}/{arg}{ext}",
  use: { ...rest.use, launchOptions: await pictureBrowser() },
});
