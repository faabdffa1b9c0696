import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGS, findChromium } from "../../../../tests/tools/chromium.ts";

// Set by run.ts, once for all workers.
const { APPS_FOLDER = "", E2E_URL: baseURL = "" } = process.env;
process.env.E2E_CHROMIUM ??= JSON.stringify(await findChromium());
const { executablePath, env } = JSON.parse(process.env.E2E_CHROMIUM);

/** The whole run is the command of a `local-clerk`, so the Next app is an ordinary web server here. */
export default defineConfig({
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // Both apps are compiled when they are first asked.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [["line"]],
  use: {
    baseURL,
    browserName: "chromium",
    actionTimeout: 30_000,
    screenshot: "only-on-failure",
    launchOptions: { executablePath, args: CHROMIUM_ARGS, env: { ...process.env, ...env } },
  },
  webServer: {
    command: "next dev",
    cwd: join(APPS_FOLDER, "next"),
    url: baseURL,
    timeout: 120_000,
    stdout: "pipe",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
  },
});
