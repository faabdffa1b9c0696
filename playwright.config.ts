import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGS, findChromium } from "./tests/tools/chromium.ts";
import { freePort } from "./tests/tools/free-port.ts";
import { NO_KEYS } from "./tests/tools/no-keys.ts";

// Playwright reads this file again in each worker, which inherits what the first reading has set.
process.env.E2E_APP_PORT ??= String(await freePort());
process.env.E2E_CLERK_PORT ??= String(await freePort());
process.env.E2E_FIRESTORE_PORT ??= String(await freePort());
process.env.LOCAL_STATE_DIR ??= mkdtempSync(join(tmpdir(), "claims-starter-e2e-"));
// The tests use the SDK themselves.
process.env.NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED = "1";
process.env.E2E_CHROMIUM ??= JSON.stringify(await findChromium());

const { executablePath, env } = JSON.parse(process.env.E2E_CHROMIUM);
const url = `http://localhost:${process.env.E2E_APP_PORT}`;

/**
 * The production build on local services in a real browser, and what the build does when it is
 * started as it must not be.
 */
export default defineConfig({
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // On a machine that others use, too. It is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: process.env.CI ? [["line"], ["html", { open: "never" }]] : [["line"]],
  use: {
    baseURL: url,
    screenshot: "only-on-failure",
    launchOptions: { executablePath, args: CHROMIUM_ARGS, env: { ...process.env, ...env } },
  },
  projects: [
    { name: "chromium", testDir: "tests/e2e", use: { browserName: "chromium" } },
    ...[false, true].map((sessionMinter) => ({
      name: `freshness, session minter ${sessionMinter ? "on" : "off"}`,
      testDir: "tests/freshness",
      testIgnore: sessionMinter ? ["**/bounds.spec.ts", "**/cookie.spec.ts"] : [],
      use: { browserName: "chromium" as const, sessionMinter },
    })),
    { name: "production", testDir: "tests/production" },
    // No browser: each worker sends plain requests to an app of its own.
    { name: "security", testDir: "tests/security" },
  ],
  webServer: {
    command: "npm run build && npm run preview",
    url: `${url}/api/health`,
    timeout: 180_000,
    stdout: "pipe",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    env: {
      PORT: process.env.E2E_APP_PORT,
      CLERK_EMULATOR_PORT: process.env.E2E_CLERK_PORT,
      FIRESTORE_EMULATOR_PORT: process.env.E2E_FIRESTORE_PORT,
      LOCAL_STATE_DIR: process.env.LOCAL_STATE_DIR,
      LOG_LEVEL: "warn",
      ...NO_KEYS,
    },
  },
});
