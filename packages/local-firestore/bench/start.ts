/**
 * Prints how long each local service takes from its command to its first answer, how much of that it
 * computes (on Linux), and its memory at rest:
 *   node packages/local-firestore/bench/start.ts [FOLDER]
 * FOLDER is where their tarballs are installed; without it, the sources run.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Firestore } from "@google-cloud/firestore";

const RUNS = 9;
const REST_MS = 2_000;
const [folder] = process.argv.slice(2);
process.env.METADATA_SERVER_DETECTION = "none"; // no look for Google's cloud

const SERVICES = {
  "local-clerk": async (url: string) => {
    const answer = await fetch(`${url}/v1/environment`);
    if (!answer.ok) throw new Error(`The local Clerk answers ${answer.status}.`);
  },
  "local-firestore": async (url: string) => {
    process.env.FIRESTORE_EMULATOR_HOST = new URL(url).host;
    const db = new Firestore({ projectId: "demo-bench" });
    await db.doc("a/b").get();
    await db.terminate();
  },
};

const commandOf = (name: string) =>
  folder
    ? resolve(folder, "node_modules/@claims-starter", name, "cli.js")
    : join(import.meta.dirname, "../..", name, "src/cli.ts");

const median = (numbers: number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** Milliseconds of processor time so far, which a busy machine does not stretch; not a number elsewhere. */
function processorTime(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return Number.NaN;
  // After the name in parentheses: user and system time are the 12th and 13th field, in 1/100 s.
  const fields = readFileSync(file, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

interface Run {
  /** Milliseconds to the first answer. */
  start: number;
  /** Milliseconds of these that it computed. */
  computing: number;
  /** Megabytes a moment later. */
  memory: number;
}

async function measure(name: keyof typeof SERVICES): Promise<Run> {
  const begin = performance.now();
  const service = spawn(process.execPath, [commandOf(name), "--port", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let printed = "";
  for await (const text of service.stderr.setEncoding("utf8")) {
    printed += text;
    if (/listens on \S+\./.test(printed)) break;
  }
  const [, host = ""] = /listens on (?:http:\/\/)?(\S+)\./.exec(printed) ?? [];
  if (!host) throw new Error(`${name} did not start: ${printed}`);
  await SERVICES[name](`http://${host}`);
  const start = performance.now() - begin;
  const computing = processorTime(service.pid ?? 0);
  await sleep(REST_MS);
  const kilobytes = execFileSync("ps", ["-o", "rss=", "-p", String(service.pid)], {
    encoding: "utf8",
  });
  service.kill("SIGTERM");
  await once(service, "exit");
  return { start, computing, memory: Number(kilobytes) / 1_024 };
}

for (const name of ["local-clerk", "local-firestore"] as const) {
  const runs: Run[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await measure(name));
  const of = (key: keyof Run) => Math.round(median(runs.map((run) => run[key])));
  console.log(
    `${name}: ${of("start")} ms, of which ${of("computing")} computing; ${of("memory")} MB`,
  );
}
