import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startBackends } from "../../../tests/support/backends.ts";
import { GET } from "./route";

let backends: Awaited<ReturnType<typeof startBackends>>;
let now = Date.now();

beforeAll(async () => {
  backends = await startBackends({ users: [] });
});
// Each test starts when the last answer is too old to be given again.
beforeEach(() => {
  now += 6_000;
  vi.useFakeTimers({ toFake: ["Date"], now });
});
afterEach(() => {
  vi.useRealTimers();
  backends.faults.clear();
  backends.requests.clear();
});
afterAll(() => backends.close());

async function ask(query = "?ready") {
  const response = await GET(new Request(`http://x/api/health${query}`));
  return { status: response.status, body: await response.json() };
}

test("is alive without asking anything", async () => {
  backends.faults.add({ match: "*", hang: true });
  expect(await ask("")).toEqual({ status: 200, body: { status: "ok" } });
  expect(backends.requests.list()).toEqual([]);
});

test("is ready when Clerk and Firestore answer", async () => {
  const body = { status: "ready", clerk: "up", firestore: "up" };
  expect(await ask()).toEqual({ status: 200, body });
});

test.each([
  ["Clerk is down", { match: "GET *", status: 503 }, { clerk: "down", firestore: "up" }],
  ["Clerk refuses the key", { match: "GET *", status: 401 }, { clerk: "down", firestore: "up" }],
  ["Clerk hangs", { match: "GET *", hang: true }, { clerk: "down", firestore: "up" }],
  ["Firestore is down", { match: "BatchGet*", code: 14 }, { clerk: "up", firestore: "down" }],
  [
    "Firestore refuses the key",
    { match: "BatchGet*", code: 7 },
    { clerk: "up", firestore: "down" },
  ],
  ["Firestore is slow", { match: "BatchGet*", delayMs: 2_500 }, { clerk: "up", firestore: "down" }],
])("is not ready when %s, and says so within its deadline", async (_what, fault, states) => {
  backends.faults.add(fault);
  const started = performance.now();
  expect(await ask()).toEqual({ status: 503, body: { status: "not-ready", ...states } });
  expect(performance.now() - started).toBeLessThan(4_000);
});

test("asks each service once, however often it is asked in 5 s", async () => {
  await Promise.all(Array.from({ length: 50 }, () => ask()));
  await ask();
  expect(backends.requests.list()).toHaveLength(2);
  vi.setSystemTime(now + 5_001);
  now += 5_001;
  await ask();
  expect(backends.requests.list()).toHaveLength(4);
});
