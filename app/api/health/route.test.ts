import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startBackends } from "../../../tests/support/backends.ts";
import { GET } from "./route";

let backends: Awaited<ReturnType<typeof startBackends>>;
/** How far the clock of this process has been moved on. */
let skippedMs = 0;
const realNow = performance.now.bind(performance);

beforeAll(async () => {
  backends = await startBackends({ users: [] });
});
// Each test starts when the last answer is too old to be given again.
beforeEach(() => {
  skippedMs += 11_000;
  vi.spyOn(performance, "now").mockImplementation(() => realNow() + skippedMs);
});
afterEach(() => {
  vi.restoreAllMocks();
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

test("asks each service once, however often it is asked in 10 s", async () => {
  await Promise.all(Array.from({ length: 50 }, () => ask()));
  await ask();
  expect(backends.requests.list()).toHaveLength(2);
  skippedMs += 9_000;
  await ask();
  expect(backends.requests.list()).toHaveLength(2);
  skippedMs += 1_001;
  await ask();
  expect(backends.requests.list()).toHaveLength(4);
});

test("a clock that is set back keeps no answer", async () => {
  await ask();
  backends.requests.clear();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 3_600_000 });
  skippedMs += 10_001;
  await ask();
  expect(backends.requests.list()).toHaveLength(2);
});

// Last, because Firestore's SDK goes on trying for a while, and the others count its calls.
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
