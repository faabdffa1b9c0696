/**
 * Runs files of Clerk's own end-to-end suite against the local Clerk, and prints a table:
 *   npm run test:clerk -w @claims-starter/local-clerk -- CHECKOUT [FILE…]
 * CHECKOUT is a clone of https://github.com/clerk/javascript, as it comes: nothing is installed, built or
 * written there. SUITE.md has the table.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CHROMIUM_ARGS, findChromium } from "../../../../tests/tools/chromium.ts";
import { type SuiteApp, startSuiteApp } from "./app.ts";
import { copySuite, isCheckout } from "./checkout.ts";
import { tableOf } from "./table.ts";

const ROOT = join(import.meta.dirname, "../../../..");

const CONFIG = "integration/playwright.local-clerk.config.ts";

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

const SIGN_IN = { NEXT_PUBLIC_CLERK_SIGN_IN_URL: "/sign-in" };
const PAGES = { ...SIGN_IN, NEXT_PUBLIC_CLERK_SIGN_UP_URL: "/sign-up" };
const DESTROYS = "sign out with destroy client";
/** These can't pass, and what comes after them in their file would not be run. SUITE.md says why. */
const APART = [
  "dev_browser_unauthenticated during",
  "not break devBrowser",
  "hotloading failed",
  "exhausting all retries",
];

/** The suite has an app for each of its environments, and each test is for one of them. */
const APPS = [
  {
    variables: PAGES,
    has: (file: string) => file !== "sign-in-or-up-flow",
    filters: [
      ["--grep-invert", [DESTROYS, ...APART].join("|")],
      ...APART.map((title) => ["--grep", title]),
    ],
  },
  {
    variables: SIGN_IN,
    has: (file: string) => file === "sign-in-or-up-flow",
    filters: [[]],
  },
  {
    variables: { ...PAGES, NEXT_PUBLIC_EXPERIMENTAL_PERSIST_CLIENT: "false" },
    has: (file: string) => file === "sign-out-smoke",
    filters: [["--grep", DESTROYS]],
  },
];

/** The names under which the suite looks for keys; one instance serves them all. */
function instanceKeys(folder: string, pair: { pk: string; sk: string }): string {
  const presets = ["presets/envs.ts", "testUtils/machineAuthHelpers.ts"].map((file) =>
    readFileSync(join(folder, "integration", file), "utf8"),
  );
  const names = presets
    .join("\n")
    .matchAll(/(?:withInstanceKeys|instanceKeys\.get)\(\s*'([^']+)'/g);
  const all = [...names].map(([, name = ""]) => [name, pair] as const);
  return JSON.stringify(Object.fromEntries([...all, ["oauth-provider", pair]]));
}

/** Its configuration asks for Google Chrome, which not every machine has. */
async function writeConfig(folder: string): Promise<void> {
  const { executablePath, env } = await findChromium();
  const launchOptions = { executablePath, env: { ...process.env, ...env }, args: CHROMIUM_ARGS };
  const text = `import base from "./playwright.config";
export default {
  ...base,
  workers: 2,
  retries: 1,
  // Its own are for machines that do nothing else.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["line"], ["json"]],
  projects: (base.projects ?? []).map((project) =>
    project.name === "chrome"
      ? { ...project, use: { ...project.use, actionTimeout: 30_000, navigationTimeout: 60_000, trace: "off", channel: undefined, launchOptions: ${JSON.stringify(launchOptions)} } }
      : project,
  ),
};
`;
  writeFileSync(join(folder, CONFIG), text);
}

/**
 * Runs Playwright with these arguments against this app.
 * @returns its report, and whether every test passed
 */
async function runAgainst(app: SuiteApp, folder: string, args: readonly string[]) {
  const { publishableKey: pk, secretKey: sk, url: clerkUrl } = app.clerk;
  const report = join(folder, "report.json");
  const playwright = join(ROOT, "node_modules/@playwright/test/cli.js");
  const command = [
    playwright,
    "test",
    "--pass-with-no-tests",
    "--config",
    join(folder, CONFIG),
    ...args,
  ];
  const suite = spawn(process.execPath, command, {
    cwd: folder,
    stdio: "inherit",
    env: {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      INTEGRATION_INSTANCE_KEYS: instanceKeys(folder, { pk, sk }),
      E2E_APP_URL: app.url,
      E2E_APP_PK: pk,
      E2E_APP_SK: sk,
      E2E_CLERK_API_URL: clerkUrl,
      E2E_APP_CLERK_JS: `${app.url}/__clerk/npm/@clerk/clerk-js@6/dist/clerk.browser.js`,
      E2E_APP_CLERK_UI: `${app.url}/__clerk/npm/@clerk/ui@1/dist/ui.browser.js`,
      E2E_SDK_SOURCE: "latest",
      CLERK_API_URL: clerkUrl,
      CLERK_TELEMETRY_DISABLED: "1",
      CLERK_FAPI: new URL(app.url).host,
      CLERK_TESTING_TOKEN: "local",
    },
  });
  const [code] = await once(suite, "exit");
  return { report: JSON.parse(readFileSync(report, "utf8")), passed: code === 0 };
}

/** Prints the table, and returns whether every test passed. */
async function run(checkout: string, wanted: readonly string[]): Promise<boolean> {
  mkdirSync(join(ROOT, ".local"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".local/clerk-suite-"));
  const runs: Awaited<ReturnType<typeof runAgainst>>[] = [];
  try {
    copySuite(checkout, folder);
    await writeConfig(folder);
    for (const { variables, has, filters } of APPS) {
      const files = wanted.filter(has).map((file) => `integration/tests/${file}.test.ts`);
      if (files.length === 0) continue;
      const app = await startSuiteApp(folder, variables);
      try {
        for (const filter of filters) {
          runs.push(await runAgainst(app, folder, [...filter, ...files]));
        }
      } finally {
        await app.close();
      }
    }
    console.log(tableOf(runs.map(({ report }) => report)));
    return runs.every(({ passed }) => passed);
  } finally {
    rmSync(folder, { recursive: true, maxRetries: 3 });
  }
}

const [path, ...files] = process.argv.slice(2);
// npm runs this in the package's folder, and people name the checkout from where they are.
const checkout = path && resolve(process.env.INIT_CWD ?? ".", path);
if (!checkout) {
  console.log(
    "Skipped: name a checkout of https://github.com/clerk/javascript to run Clerk's suite.",
  );
} else if (isCheckout(checkout)) {
  process.exitCode = (await run(checkout, files.length > 0 ? files : FILES)) ? 0 : 1;
} else {
  console.error(`${checkout} is no checkout of https://github.com/clerk/javascript.`);
  process.exitCode = 1;
}
