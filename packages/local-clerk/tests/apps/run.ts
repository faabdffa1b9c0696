/**
 * Runs Clerk's quickstarts for Next and Vite, and tests with @clerk/testing, as their authors wrote
 * them: no edit, only `local-clerk --` before the command.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../../../tests/tools/free-port.ts";

const PACKAGE = join(import.meta.dirname, "../..");
const ROOT = join(PACKAGE, "../..");

// Copies, because both frameworks write beside the app. Inside the project, where its packages are found.
mkdirSync(join(ROOT, ".local"), { recursive: true });
const folder = mkdtempSync(join(ROOT, ".local/apps-"));
for (const app of ["next", "vite"]) {
  cpSync(join(import.meta.dirname, app), join(folder, app), { recursive: true });
}

const port = String(await freePort());
const clerk = [
  "src/cli.ts",
  "--port",
  "0",
  "--proxy-port",
  port,
  "--features",
  "phone",
  "--quiet",
  "--",
];
const playwright = ["playwright", "test", "--config", "tests/apps/playwright.config.ts"];
const run = spawn(process.execPath, [...clerk, ...playwright, ...process.argv.slice(2)], {
  cwd: PACKAGE,
  stdio: "inherit",
  env: {
    ...process.env,
    APPS_FOLDER: folder,
    E2E_URL: `http://localhost:${port}`,
    NEXT_TELEMETRY_DISABLED: "1",
  },
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => run.kill(signal));
const [code] = await once(run, "exit");
rmSync(folder, { recursive: true, maxRetries: 3 });
process.exitCode = code ?? 1;
