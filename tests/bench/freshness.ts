/**
 * `npm run check:freshness -- [runs]`: each case of tests/freshness/cases.ts again and again, in a
 * real browser on the production build, 200 runs by default, half of them with Clerk's session
 * minter. Prints how long each took, and ends with 1 when a landing was stale.
 */
import { type Browser, chromium } from "@playwright/test";
import type { LocalServices } from "../e2e/support/local.ts";
import type { Landing } from "../freshness/case.ts";
import { CASES } from "../freshness/cases.ts";
import { startPreview } from "../freshness/preview.ts";
import { CHROMIUM_ARGS, findChromium } from "../tools/chromium.ts";
import { NO_KEYS } from "../tools/no-keys.ts";
import { Program } from "../tools/program.ts";

async function build(): Promise<void> {
  console.log("Building…");
  const program = new Program("npm", ["run", "build"], { env: NO_KEYS });
  if ((await program.exitCode()) !== 0) throw new Error(program.output);
}

async function launch(): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  const environment = { ...process.env, ...env };
  return chromium.launch({ executablePath, args: CHROMIUM_ARGS, env: environment });
}

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN);
}

async function measure(browser: Browser, local: LocalServices, runs: number): Promise<number> {
  let stale = 0;
  for (const { name, javaScript, run } of CASES) {
    const landings: Landing[] = [];
    for (let count = 0; count < Math.ceil(runs / CASES.length); count += 1) {
      const context = await browser.newContext({
        baseURL: local.appUrl,
        javaScriptEnabled: javaScript,
      });
      landings.push(await run(local, context));
      await context.close();
    }
    const wrong = landings.flatMap((landing) => landing.stale ?? []);
    const times = landings.map(({ ms }) => ms);
    stale += wrong.length;
    console.log(
      `| ${name} | ${wrong.length} of ${landings.length} | ${percentile(times, 0.5)} ms | ${percentile(times, 0.95)} ms |`,
    );
    for (const reason of wrong) console.error(`  ${reason}`);
  }
  return stale;
}

async function main(runs: number): Promise<number> {
  await build();
  const browser = await launch();
  let stale = 0;
  for (const sessionMinter of [false, true]) {
    console.log(`\nSession minter ${sessionMinter ? "on" : "off"}`);
    console.log("| case | stale | p50 | p95 |\n| --- | --- | --- | --- |");
    const { local, close } = await startPreview(sessionMinter);
    stale += await measure(browser, local, runs / 2);
    await close();
  }
  await browser.close();
  return stale;
}

const runs = Number(process.argv[2] ?? 200);
if (!Number.isInteger(runs) || runs < 1) {
  console.error("Usage: npm run check:freshness -- [number of runs]");
  process.exit(2);
}
process.exitCode = (await main(runs)) === 0 ? 0 : 1;
