import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { DbError, type Result } from "~/lib/firebase/errors";
import { deliveries, processOnce } from "~/lib/webhooks/deliveries";
import { startBackends } from "~/tests/support/backends";

let backends: Awaited<ReturnType<typeof startBackends>>;

beforeAll(async () => {
  backends = await startBackends({ users: [] });
});

afterEach(() => {
  backends.faults.clear();
  vi.useRealTimers();
});
afterAll(() => backends.close());

/** Work that takes a while and counts how often it was done. */
function countedWork(answers: Result<null>[] = []) {
  const counter = { runs: 0 };
  return {
    counter,
    async work(): Promise<Result<null>> {
      counter.runs += 1;
      await sleep(1_500);
      return answers.shift() ?? [null, null];
    },
  };
}

const failure: Result<null> = [new DbError("internal", { resource: "test" }), null];

test("of 10 at once one works; the others are told to come again, and then that it is done", {
  timeout: 20_000,
}, async () => {
  const { counter, work } = countedWork();
  const results = await Promise.all(
    Array.from({ length: 10 }, () => processOnce("msg_parallel", work)),
  );
  expect(counter.runs).toBe(1);
  expect(results.filter(([, outcome]) => outcome === "done")).toHaveLength(1);
  const told = [undefined, "unavailable", "deadline-exceeded"]; // the last on a busy machine
  for (const [error] of results) expect(told).toContain(error?.code);
  expect(await processOnce("msg_parallel", work)).toEqual([null, "duplicate"]);
  expect(counter.runs).toBe(1);
});

test("work that failed is done by the next delivery", { timeout: 20_000 }, async () => {
  const { counter, work } = countedWork([failure]);
  expect((await processOnce("msg_failed", work))[0]?.code).toBe("internal");
  expect(await processOnce("msg_failed", work)).toEqual([null, "done"]);
  expect(counter.runs).toBe(2);
});

test("work whose process died is taken up again, once it counts as abandoned", {
  timeout: 20_000,
}, async () => {
  const now = new Date();
  await deliveries.merge("msg_died", {
    state: "processing",
    attempt: "of a process that died",
    since: now,
    expireAt: now,
  });
  const { counter, work } = countedWork();
  expect((await processOnce("msg_died", work))[0]).toMatchObject({
    code: "unavailable",
    isRetryable: true,
  });
  vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ["Date"] });
  expect(await processOnce("msg_died", work)).toEqual([null, "done"]);
  expect(counter.runs).toBe(1);
});

test("a claim that lands after its delivery was answered is released", async () => {
  const { counter, work } = countedWork();
  backends.faults.add({ match: "Commit *msg_late", delayMs: 5_400, times: 1 });
  expect((await processOnce("msg_late", work))[0]?.code).toBe("deadline-exceeded");
  const commits = () => backends.requests.list().filter(({ path }) => path.endsWith("msg_late"));
  await vi.waitFor(() => expect(commits().length).toBeGreaterThanOrEqual(3), { timeout: 10_000 });
  expect(await deliveries.read("msg_late")).toEqual([null, null]);
  expect(await processOnce("msg_late", work)).toEqual([null, "done"]);
  expect(counter.runs).toBe(1);
});

test("an outcome that Firestore did not take is an error, so that the message comes again", {
  timeout: 20_000,
}, async () => {
  const work = async (): Promise<Result<null>> => {
    backends.faults.add({ match: "Commit *webhookDeliveries/msg_unmarked", code: 7 });
    return [null, null];
  };
  expect((await processOnce("msg_unmarked", work))[0]?.code).toBe("permission-denied");
});

test("what is remembered says when Firestore may forget it", async () => {
  await processOnce("msg_ttl", async () => [null, null]);
  const [, stored] = await deliveries.read("msg_ttl");
  const days = (Number(stored?.expireAt) - Date.now()) / 86_400_000;
  expect(stored?.state).toBe("done");
  expect(days).toBeGreaterThan(29);
});
