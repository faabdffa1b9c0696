import { afterAll, beforeAll, expect, test } from "vitest";
import type { Program } from "../tools/program.ts";
import { type App, buildBare, buildStarter } from "./apps.ts";
import { type Backends, startBackends } from "./backends.ts";
import { bytesTable } from "./bytes.ts";
import { CASES, shotFor, type Visitor } from "./cases.ts";
import { drive, type Shot } from "./client.ts";
import { HEAP, memoryTable } from "./memory.ts";
import { microTable } from "./micro.ts";
import { layersTable, measureAll, ROUNDS, ratesTable, ratios } from "./rates.ts";
import { writeResults } from "./results.ts";
import { startTable } from "./start.ts";
import { spread, table } from "./statistics.ts";

const VISITORS = 400;
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 20_000);
/** A user who hasn't finished onboarding. */
const NEWCOMER = "user_bench_new";
const NOBODY: Visitor = { cookie: "__client_uat=0" };

let backends: Backends;
let apps: { bare: App; starter: App };
let servers: { bare: Program & { url: string }; starter: Program & { url: string } };
let visitors: Visitor[];
const sections: string[] = [];

function report(title: string, ...parts: string[]): void {
  sections.push(`## ${title}`, ...parts);
  console.log(["", title, ...parts].join("\n\n"));
}

const at = (name: string, path: string, visitor?: Visitor): Shot => {
  const found = CASES.find((one) => one.name === name);
  if (!found) throw new Error(`No case ${name}`);
  return shotFor(found, path, visitor ?? NOBODY, "");
};

beforeAll(async () => {
  const ids = Array.from({ length: VISITORS }, (_, index) => `user_bench_${index}`);
  backends = await startBackends(ids, NEWCOMER);
  visitors = await Promise.all(ids.map(async (id) => ({ cookie: await backends.cookieOf(id) })));
  apps = { bare: await buildBare(backends), starter: await buildStarter(backends) };
  servers = { bare: await apps.bare.start(HEAP), starter: await apps.starter.start(HEAP) };
});

afterAll(async () => {
  await Promise.all(Object.values(servers ?? {}).map((server) => server[Symbol.asyncDispose]()));
  for (const app of Object.values(apps ?? {})) app[Symbol.dispose]();
  await backends?.close();
});

test("the parts of the gate", async () => {
  report("The parts of the gate, in microseconds", await microTable());
});

test("memory", async () => {
  const next = (index: number) => {
    const visitor = visitors[index % VISITORS];
    return index % 2 === 0
      ? at("gated page", "/bench", visitor)
      : at("API, 200", "/api/bench", visitor);
  };
  report("Memory, in a container of 512 MB", await memoryTable(servers, next, REQUESTS));
});

test("requests per second, beside the same pages without the starter", async () => {
  const urls = { bare: servers.bare.url, starter: servers.starter.url };
  const delay = (ms: number) => backends.delay(ms);
  const measured = await measureAll({ urls, delay, visitors, nobody: NOBODY });
  const summary = measured.map((one) => {
    const lookup = one.rates.has("lookup, 30 ms")
      ? spread(ratios(one, "starter", "lookup, 30 ms"), 1)
      : "";
    return [
      one.of.name,
      String(one.connections),
      spread(ratios(one, "starter", "bare"), 2),
      lookup,
    ];
  });
  report(
    "Requests per second",
    table(["what", "connections", "starter : bare", "starter : lookup at 30 ms"], summary),
    "Aimed at: 0.97 of bare, and 5 times a lookup at 30 ms. With 32 connections two cores are busy all the time, so the wait for a lookup is hidden.",
    ratesTable(measured),
  );
  report("Where the time of a gated page goes", layersTable(measured));
});

test("calls to Clerk", async () => {
  await backends.delay(0);
  const rows: string[][] = [];
  for (const [name, path, status] of [
    ["allowed", "/bench", 200],
    ["denied, 400 users", "/bench/denied", 403],
  ] as const) {
    const begin = performance.now();
    const calls = await backends.countCalls(() =>
      drive(
        servers.starter.url,
        (index) => ({ ...at("gated page", path, visitors[index % VISITORS]), status }),
        { connections: 8, until: (done) => done >= 1_000 },
      ),
    );
    rows.push([`1,000 ${name}`, String(calls)]);
    if (status === 200) expect(calls).toBe(0);
    else {
      // At most 40 a second for a server (lib/access/ask-clerk.ts).
      const seconds = Math.ceil((performance.now() - begin) / 1_000);
      expect(calls).toBeLessThanOrEqual(40 * (seconds + 1));
    }
  }
  report("Calls to Clerk", table(["requests", "calls"], rows));
});

test("bytes", async () => {
  const { bare, starter } = servers;
  const [visitor] = visitors;
  report(
    "Bytes, after gzip",
    await bytesTable([
      { name: "start page of a new Next app", url: bare.url, shot: at("gated page", "/") },
      { name: "start page of the starter", url: starter.url, shot: at("gated page", "/") },
      {
        name: "bare page with Clerk's user menu",
        url: bare.url,
        shot: at("gated page", "/account", visitor),
      },
      {
        name: "the starter's dashboard",
        url: starter.url,
        shot: at("gated page", "/dashboard", visitor),
      },
      { name: "bare gated page", url: bare.url, shot: at("gated page", "/bench", visitor) },
      {
        name: "the same page of the starter",
        url: starter.url,
        shot: at("gated page", "/bench", visitor),
      },
    ]),
  );
});

test("starts", async () => {
  await Promise.all(Object.values(servers).map((server) => server[Symbol.asyncDispose]()));
  const [visitor = NOBODY] = visitors;
  const newcomer = { cookie: await backends.cookieOf(NEWCOMER) };
  const same = (name: string, path: string, who = visitor) => {
    const shot = at(name, path, who);
    return { bare: shot, starter: shot };
  };
  const starts = await startTable(
    apps,
    [
      { name: "start page", shots: same("gated page", "/", NOBODY) },
      { name: "gated page", shots: same("gated page", "/bench") },
      {
        name: "page that reads Firestore",
        shots: { starter: at("gated page", "/onboarding/welcome", newcomer) },
      },
    ],
    ROUNDS,
  );
  report("Starts", starts);
});

test("the results are written down", () => {
  sections.push(`All of it took ${Math.round(performance.now() / 60_000)} minutes.`);
  writeResults("results.md", "What the gate costs", "npm run bench", sections);
});
