/**
 * Runs files of Clerk's own end-to-end suite against the local Clerk, and prints a table:
 *   node tests/clerk-suite/run.ts CHECKOUT [FILE…]
 * CHECKOUT is a clone of https://github.com/clerk/javascript in which `pnpm install` and `pnpm build`
 * have run. The suite's app for Next runs with the packages that are installed here.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { findChromium } from "../../../../tests/tools/chromium.ts";
import { freePort } from "../../../../tests/tools/free-port.ts";
import { firstThatListens } from "../../src/launch/app-port.ts";
import { environmentFor } from "../../src/launch/environment.ts";
import { startFront } from "../../src/launch/front.ts";
import { startLocalClerk } from "../../src/server.ts";
import { tableOf } from "./table.ts";

const ROOT = join(import.meta.dirname, "../../../..");

/** What an app with email, password and code can pass, of the files that take any running app. */
const FILES = [
  "impersonation-flow",
  "navigation",
  "offline-session-persistence",
  "redirects",
  "resiliency",
  "session-token-cache/refresh-timer-cleanup",
  "session-token-cache/single-session",
  "sign-in-flow",
  "sign-in-or-up-flow",
  "sign-out-smoke",
  "sign-up-flow",
  "transitions",
  "transitive-state",
  "unsafeMetadata",
  "update-props",
  "user-avatar",
];

/** The names under which the suite looks for keys; one instance serves them all. */
function instanceKeys(checkout: string, pair: { pk: string; sk: string }): string {
  const presets = ["envs.ts", "../testUtils/machineAuthHelpers.ts"].map((file) =>
    readFileSync(join(checkout, "integration/presets", file), "utf8"),
  );
  const names = presets
    .join("\n")
    .matchAll(/(?:withInstanceKeys|instanceKeys\.get)\(\s*'([^']+)'/g);
  const all = [...names].map(([, name = ""]) => [name, pair] as const);
  return JSON.stringify(Object.fromEntries([...all, ["oauth-provider", pair]]));
}

/** Its configuration asks for Google Chrome, which not every machine has. */
async function writeConfig(checkout: string, report: string): Promise<string> {
  const { executablePath, env } = await findChromium();
  const launchOptions = { executablePath, env: { ...process.env, ...env }, args: ["--no-sandbox"] };
  const file = join(checkout, "integration/playwright.local-clerk.config.ts");
  const text = `import base from "./playwright.config";
export default {
  ...base,
  workers: 2,
  reporter: [["line"], ["json", { outputFile: ${JSON.stringify(report)} }]],
  projects: (base.projects ?? []).map((project) =>
    project.name === "chrome"
      ? { ...project, use: { ...project.use, channel: undefined, launchOptions: ${JSON.stringify(launchOptions)} } }
      : project,
  ),
};
`;
  writeFileSync(file, text);
  return file;
}

/** The suite's app, with a local Clerk and the proxy in front of it. */
async function startApp(checkout: string, folder: string) {
  const cwd = join(folder, "app");
  cpSync(join(checkout, "integration/templates/next-app-router"), cwd, { recursive: true });
  // As the suite's own environment for this app says it.
  const pages = ["IN=/sign-in", "UP=/sign-up"].map((page) => `NEXT_PUBLIC_CLERK_SIGN_${page}\n`);
  writeFileSync(join(cwd, ".env"), pages.join(""));
  const clerk = await startLocalClerk({ hostedPages: true });
  const appPort = await freePort();
  const variables = { ...process.env, ...environmentFor(clerk, cwd, {}), PORT: String(appPort) };
  const next = spawn(join(ROOT, "node_modules/.bin/next"), ["dev"], {
    cwd,
    env: variables,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  await firstThatListens(() => [appPort], AbortSignal.timeout(120_000));
  const front = await startFront(clerk, { appPort, port: 0, isFixed: true });
  return {
    clerk,
    url: front.url,
    async close() {
      front.close();
      next.kill("SIGTERM");
      await once(next, "exit");
      await clerk.close();
    },
  };
}

async function run(checkout: string, files: readonly string[]): Promise<number> {
  mkdirSync(join(ROOT, ".local"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".local/clerk-suite-"));
  const report = join(folder, "report.json");
  const app = await startApp(checkout, folder);
  const config = await writeConfig(checkout, report);
  try {
    const { publishableKey: pk, secretKey: sk, url: clerkUrl } = app.clerk;
    const names = files.map((file) => `integration/tests/${file}.test.ts`);
    const suite = spawn("npx", ["playwright", "test", "--config", config, ...names], {
      cwd: checkout,
      stdio: "inherit",
      shell: process.platform === "win32",
      env: {
        ...process.env,
        INTEGRATION_INSTANCE_KEYS: instanceKeys(checkout, { pk, sk }),
        E2E_APP_URL: app.url,
        E2E_APP_PK: pk,
        E2E_APP_SK: sk,
        E2E_CLERK_API_URL: clerkUrl,
        E2E_APP_CLERK_JS: `${app.url}/__clerk/npm/@clerk/clerk-js@6/dist/clerk.browser.js`,
        E2E_APP_CLERK_UI: `${app.url}/__clerk/npm/@clerk/ui@1/dist/ui.browser.js`,
        E2E_SDK_SOURCE: "latest",
        CLERK_API_URL: clerkUrl,
        CLERK_FAPI: new URL(app.url).host,
        CLERK_TESTING_TOKEN: "local",
      },
    });
    const [code] = await once(suite, "exit");
    console.log(tableOf(JSON.parse(readFileSync(report, "utf8"))));
    return code ?? 1;
  } finally {
    rmSync(config);
    await app.close();
    rmSync(folder, { recursive: true, maxRetries: 3 });
  }
}

const [path, ...files] = process.argv.slice(2);
if (path === undefined) {
  console.log(
    "Skipped: name a checkout of https://github.com/clerk/javascript to run Clerk's suite.",
  );
} else if (!existsSync(join(path, "node_modules/@playwright/test"))) {
  console.error(`${path} has no packages: run "pnpm install" and "pnpm build" there first.`);
  process.exitCode = 1;
} else {
  process.exitCode = await run(resolve(path), files.length > 0 ? files : FILES);
}
