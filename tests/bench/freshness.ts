/**
 * `npm run check:freshness -- [runs]`: new users finish onboarding one after another, 200 by default,
 * in a real browser on the production build with the local services. Ends with 1 when one of them
 * landed with old claims or on a wrong page.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { LocalServices } from "../e2e/support/local.ts";
import { CHROMIUM_ARGS, findChromium } from "../tools/chromium.ts";
import { freePort } from "../tools/free-port.ts";
import { Program } from "../tools/program.ts";
import { type Landing, landNewUser } from "./landing.ts";

async function landMany(runs: number, baseURL: string): Promise<Landing[]> {
  const local = new LocalServices();
  const { executablePath, env } = await findChromium();
  const browser = await chromium.launch({
    executablePath,
    args: CHROMIUM_ARGS,
    env: { ...process.env, ...env },
  });
  const landings: Landing[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const context = await browser.newContext({ baseURL });
    const landing = await landNewUser(local, context, run % 2 === 0);
    await context.close();
    landings.push(landing);
    if (landing.stale) console.error(`Run ${run}: ${landing.stale}`);
    if (run % 20 === 0) console.log(`${run} of ${runs}`);
  }
  await browser.close();
  return landings;
}

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN);
}

function report(landings: Landing[]): string {
  const times = landings.map(({ ms }) => ms);
  return [
    `Attempts        ${landings.length}, every second one after a denial of the dashboard`,
    `Stale landings  ${landings.filter(({ stale }) => stale).length}`,
    `Click to fresh  p50 ${percentile(times, 0.5)} ms, p95 ${percentile(times, 0.95)} ms`,
  ].join("\n");
}

async function check(runs: number, stateDir: string): Promise<boolean> {
  const port = await freePort();
  const env = {
    PORT: String(port),
    CLERK_EMULATOR_PORT: String(await freePort()),
    FIRESTORE_EMULATOR_PORT: String(await freePort()),
    LOCAL_STATE_DIR: stateDir,
    LOG_LEVEL: "error",
    // Local services, whatever keys .env.local holds.
    CLERK_SECRET_KEY: "",
  };
  console.log("Building…");
  const build = new Program("node", ["dev/launch.ts", "build"], { env });
  if ((await build.exitCode()) !== 0) throw new Error(build.output);
  await using preview = new Program("node", ["dev/launch.ts", "preview"], { env });
  await preview.writes("Ready in");
  // Where LocalServices finds them.
  process.env.LOCAL_STATE_DIR = stateDir;
  const landings = await landMany(runs, `http://localhost:${port}`);
  console.log(report(landings));
  return landings.every(({ stale }) => stale === null);
}

const runs = Number(process.argv[2] ?? 200);
if (!Number.isInteger(runs) || runs < 1) {
  console.error("Usage: npm run check:freshness -- [number of runs]");
  process.exit(2);
}
const stateDir = mkdtempSync(join(tmpdir(), "claims-starter-freshness-"));
try {
  process.exitCode = (await check(runs, stateDir)) ? 0 : 1;
} finally {
  rmSync(stateDir, { recursive: true, force: true });
}
