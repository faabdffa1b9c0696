/**
 * `npm run check:freshness -- [runs]`: each case of tests/freshness/cases.ts again and again, in a
 * real browser on the production build, 200 runs by default, half of them with Clerk's session
 * minter. Writes how long each took to freshness.md, and ends with 1 when a landing was stale.
 */
import { type Browser, chromium } from "@playwright/test";
import type { LocalServices } from "../e2e/support/local.ts";
import type { Landing } from "../freshness/case.ts";
import { CASES } from "../freshness/cases.ts";
import { startPreview } from "../freshness/preview.ts";
import { CHROMIUM_ARGS, findChromium } from "../tools/chromium.ts";
import { NO_KEYS } from "../tools/no-keys.ts";
import { Program } from "../tools/program.ts";
import { writeResults } from "./results.ts";
import { percentile, table } from "./statistics.ts";

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

interface Measured {
  stale: number;
  rows: string[][];
}

async function measure(browser: Browser, local: LocalServices, runs: number): Promise<Measured> {
  let stale = 0;
  const rows: string[][] = [];
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
    const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
    rows.push([name, `${wrong.length} of ${landings.length}`, p50.toFixed(0), p95.toFixed(0)]);
    console.log(rows.at(-1)?.join(" | "));
    for (const reason of wrong) console.error(`  ${reason}`);
  }
  return { stale, rows };
}

async function main(runs: number): Promise<number> {
  await build();
  const browser = await launch();
  let stale = 0;
  const sections = [
    "From the click to the whole page with the new claims, in a browser. Aimed at, p50: 150 ms for one's own change, 80 ms for a grant.",
  ];
  for (const sessionMinter of [false, true]) {
    const title = `Session minter ${sessionMinter ? "on" : "off"}`;
    console.log(`\n${title}`);
    const { local, close } = await startPreview(sessionMinter);
    const measured = await measure(browser, local, runs / 2);
    stale += measured.stale;
    sections.push(`## ${title}`, table(["case", "stale", "p50 ms", "p95 ms"], measured.rows));
    await close();
  }
  await browser.close();
  writeResults("freshness.md", "How soon new claims count", "npm run check:freshness", sections);
  return stale;
}

const runs = Number(process.argv[2] ?? 200);
if (!Number.isInteger(runs) || runs < 1) {
  console.error("Usage: npm run check:freshness -- [number of runs]");
  process.exit(2);
}
process.exitCode = (await main(runs)) === 0 ? 0 : 1;
