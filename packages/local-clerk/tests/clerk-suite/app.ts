import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../../../tests/tools/free-port.ts";
import { firstThatListens } from "../../src/launch/app-port.ts";
import { environmentFor } from "../../src/launch/environment.ts";
import { startFront } from "../../src/launch/front.ts";
import { type LocalClerk, startLocalClerk } from "../../src/server.ts";

const NEXT = join(import.meta.dirname, "../../../../node_modules/.bin/next");
const START_MS = 120_000;

/** As the app has it, but its types are for another TypeScript. */
const CONFIG = "module.exports = { typescript: { ignoreBuildErrors: true } };\n";

/**
 * The suite looks at what a page shows until the environment is there, and begins to wait for the answers
 * to the others after the click. It trusts that they take a while, as over a network.
 */
const SLOW_CALLS = [
  "environment*",
  "client/sign_ins/*/prepare_first_factor",
  "client/sign_ups/*/prepare_verification",
];

export interface SuiteApp {
  clerk: LocalClerk;
  /** Where browsers find the app, with the local Clerk under `/__clerk`. */
  url: string;
  close(): Promise<void>;
}

/** What Google answers for the app's font, so that no page waits for its servers. */
const FONT = "https://fonts.googleapis.com/css2?family=Inter:wght@100..900&display=swap";
const FONT_CSS = "@font-face { font-family: 'Inter'; src: local('sans-serif'); }";

function writeFonts(folder: string): string {
  const file = join(folder, "fonts.cjs");
  writeFileSync(file, `module.exports = ${JSON.stringify({ [FONT]: FONT_CSS })};\n`);
  return file;
}

/**
 * Starts the suite's app for Next, with a local Clerk and the proxy in front of it.
 * @param variables what the suite's environment sets for this app besides Clerk's keys
 */
export async function startSuiteApp(
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<SuiteApp> {
  const cwd = join(folder, "app");
  rmSync(cwd, { recursive: true, force: true, maxRetries: 3 });
  cpSync(join(folder, "integration/templates/next-app-router"), cwd, { recursive: true });
  writeFileSync(join(cwd, "next.config.js"), CONFIG);
  // Turbopack takes the nearest file of this name, which would be this repository's.
  writeFileSync(join(cwd, "src/instrumentation.ts"), "export function register() {}\n");
  // As the instance of these tests is set up in Clerk's Dashboard.
  const features = ["username", "phone"] as const;
  const clerk = await startLocalClerk({
    features,
    emailRequired: true,
    organizations: true,
    multiSession: true,
  });
  for (const call of SLOW_CALLS) {
    clerk.faults.add({ match: `* /v1/${call}`, delayMs: 1_000 });
  }
  const appPort = await freePort();
  const logFile = join(folder, "app.log");
  const log = openSync(logFile, "w");
  const next = (command: string) =>
    spawn(NEXT, [command], {
      cwd,
      env: {
        ...process.env,
        // An empty page is none, so that the sign-up page of the local Clerk isn't one either.
        ...environmentFor(clerk, cwd, { CLERK_SIGN_IN_URL: "", CLERK_SIGN_UP_URL: "" }),
        ...variables,
        NEXT_FONT_GOOGLE_MOCKED_RESPONSES: writeFonts(folder),
        NEXT_TELEMETRY_DISABLED: "1",
        PORT: String(appPort),
      },
      stdio: ["ignore", log, log],
      shell: process.platform === "win32",
    });
  // Built, because the first visit of a page of `next dev` takes longer than a test waits.
  const [built] = await once(next("build"), "exit");
  if (built !== 0) throw new Error(`The app doesn't build:\n${readFileSync(logFile, "utf8")}`);
  const server = next("start");
  await firstThatListens(() => [appPort], AbortSignal.timeout(START_MS));
  const front = await startFront(clerk, { appPort, port: 0, isFixed: true });
  return {
    clerk,
    url: front.url,
    async close() {
      front.close();
      server.kill("SIGTERM");
      await once(server, "exit");
      await clerk.close();
    },
  };
}
