/**
 * `npm run bench:lighthouse -- [runs]`: Lighthouse on the production build, on a desktop and on a phone with
 * a slow network, the median of three runs each by default. Writes the table lighthouse.md, and ends with 1
 * when a page on a desktop falls short. Lighthouse comes through npx: as a dependency it would add 200 packages.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { z } from "zod";
import { startPreview } from "../freshness/preview.ts";
import { CHROMIUM_ARGS, findChromium } from "../tools/chromium.ts";
import { freePort } from "../tools/free-port.ts";
import { Program } from "../tools/program.ts";
import { writeResults } from "./results.ts";

const LIGHTHOUSE = "lighthouse@13.5.0";
const RUNS = Number(process.argv[2] ?? 3);

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;

type Scores = Partial<Record<(typeof CATEGORIES)[number], number>>;

interface Target {
  path: string;
  isSignedIn?: true;
  /** In percent. */
  atLeast: Scores;
  /** The largest contentful paint, in milliseconds. */
  lcp?: number;
  /** Bytes of Clerk's scripts and calls. */
  clerk?: number;
}

/** What each page has to reach on a desktop. */
const TARGETS: Target[] = [
  {
    path: "/",
    atLeast: { performance: 100, accessibility: 100, "best-practices": 100, seo: 100 },
    lcp: 800,
    clerk: 0,
  },
  { path: "/sign-in", atLeast: { performance: 95, accessibility: 100, "best-practices": 100 } },
  {
    path: "/dashboard",
    isSignedIn: true,
    atLeast: { performance: 95, accessibility: 100, "best-practices": 100 },
  },
];

const DEVICES = [
  { name: "desktop", options: ["--preset=desktop"] },
  { name: "phone", options: [] },
] as const;

const score = z.object({ score: z.number().nullable() });
const audit = score.extend({
  title: z.string(),
  numericValue: z.number().optional(),
  details: z.unknown().optional(),
});
const reportSchema = z.object({
  finalDisplayedUrl: z.string(),
  categories: z.record(z.string(), score),
  audits: z.record(z.string(), audit),
});
const requestsSchema = z.object({
  items: z.array(z.object({ url: z.string(), transferSize: z.number().default(0) })),
});

type Report = z.infer<typeof reportSchema>;

async function examine(url: string, port: number, options: readonly string[]): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "claims-starter-lighthouse-"));
  const file = join(folder, "report.json");
  const args = ["--yes", LIGHTHOUSE, url, `--port=${port}`, "--quiet", ...options];
  const output = ["--output=json", `--output-path=${file}`];
  const { NODE_EXTRA_CA_CERTS } = process.env;
  const program = new Program("npx", [...args, ...output], {
    // The registry is asked once, if at all, with the certificates of networks that have their own.
    env: { npm_config_prefer_offline: "true", ...(NODE_EXTRA_CA_CERTS && { NODE_EXTRA_CA_CERTS }) },
  });
  try {
    if ((await program.exitCode()) !== 0) throw new Error(program.output);
    const report = reportSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    if (report.finalDisplayedUrl !== url) throw new Error(`It saw ${report.finalDisplayedUrl}.`);
    return report;
  } finally {
    await program[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  }
}

const percentOf = (report: Report, category: (typeof CATEGORIES)[number]) =>
  Math.round((report.categories[category]?.score ?? 0) * 100);

const numberOf = (report: Report, id: string) => report.audits[id]?.numericValue ?? Number.NaN;

function clerkBytes(report: Report): number {
  const { items } = requestsSchema.parse(report.audits["network-requests"]?.details);
  return items
    .filter(({ url }) => new URL(url, "http://localhost").pathname.startsWith("/__clerk"))
    .reduce((sum, { transferSize }) => sum + transferSize, 0);
}

/** The run in the middle, by its largest contentful paint. */
function median(reports: Report[]): Report {
  const lcp = (report: Report) => numberOf(report, "largest-contentful-paint");
  const middle = reports.toSorted((a, b) => lcp(a) - lcp(b))[Math.floor(reports.length / 2)];
  if (!middle) throw new Error("There is no run.");
  return middle;
}

function rowOf(path: string, device: string, report: Report): string {
  const scores = CATEGORIES.map((category) => percentOf(report, category));
  const lcp = `${(numberOf(report, "largest-contentful-paint") / 1_000).toFixed(2)} s`;
  const cls = numberOf(report, "cumulative-layout-shift").toFixed(3);
  const clerk = `${Math.round(clerkBytes(report) / 1_024)} KB`;
  return `| ${[`\`${path}\``, device, ...scores, lcp, cls, clerk].join(" | ")} |`;
}

/** What falls short, with the audits that took from the scores. */
function shortcomings({ path, atLeast, lcp, clerk }: Target, report: Report): string[] {
  const low = CATEGORIES.filter(
    (category) => percentOf(report, category) < (atLeast[category] ?? 0),
  );
  const audits = Object.entries(report.audits)
    .filter(([, { score }]) => score !== null && score < 0.9)
    .map(([id, { title, score }]) => `${path}: ${id}: ${title} (${score})`);
  return [
    ...low.map((category) => `${path}: ${category} under ${atLeast[category]}`),
    ...(low.length > 0 ? audits : []),
    ...(numberOf(report, "largest-contentful-paint") > (lcp ?? Number.POSITIVE_INFINITY)
      ? [`${path}: largest contentful paint over ${lcp} ms`]
      : []),
    ...(clerkBytes(report) > (clerk ?? Number.POSITIVE_INFINITY)
      ? [`${path}: more than ${clerk} bytes of Clerk`]
      : []),
  ];
}

const { local, close } = await startPreview(false);
const { executablePath, env } = await findChromium();
const port = await freePort();
const profile = mkdtempSync(join(tmpdir(), "claims-starter-profile-"));
// Lighthouse empties its cache before each run, and keeps its cookies.
const context = await chromium.launchPersistentContext(profile, {
  executablePath,
  args: [...CHROMIUM_ARGS, `--remote-debugging-port=${port}`],
  env: { ...process.env, ...env },
});
const rows: string[] = [];
const missed: string[] = [];
try {
  for (const target of TARGETS) {
    if (target.isSignedIn) {
      const user = await local.createUser({ onboardingComplete: true });
      await local.setTokenLifetime(user.id, 3_600);
      await local.signIn(context, user.id);
    }
    for (const { name, options } of DEVICES) {
      const reports: Report[] = [];
      for (let run = 0; run < RUNS; run += 1) {
        reports.push(await examine(local.appUrl + target.path, port, options));
      }
      const report = median(reports);
      const row = rowOf(target.path, name, report);
      rows.push(row);
      console.log(row);
      if (name === "desktop") missed.push(...shortcomings(target, report));
    }
  }
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
  await close();
}
writeResults("lighthouse.md", "Lighthouse", `npm run bench:lighthouse -- ${RUNS}`, [
  "Scores of 100, the largest contentful paint (LCP), layout shift (CLS), and what comes from Clerk. Lighthouse slows both devices down: the desktop's network to 10 Mbit/s, the phone's to 1.6 Mbit/s with a quarter of the processor.",
  [
    "| page | device | performance | accessibility | best practices | SEO | LCP | CLS | Clerk |",
    "| --- | --- | --: | --: | --: | --: | --: | --: | --: |",
    ...rows,
  ].join("\n"),
]);
if (missed.length > 0) {
  console.error(missed.join("\n"));
  process.exitCode = 1;
}
