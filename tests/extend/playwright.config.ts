import { defineConfig } from "@playwright/test";
import shared from "../../playwright.config.ts";

/** The part of `npm run test:extend` that needs a browser. Each test starts an app of its own. */
const { projects: _, webServer: __, use, ...rest } = shared;
export default defineConfig({
  ...rest,
  use: { ...use, actionTimeout: 60_000 },
  testDir: "..",
  testMatch: ["extend/*.spec.ts", "newcomer/*.spec.ts"],
});
