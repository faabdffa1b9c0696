import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { callClerk } from "~/lib/calls/call-clerk";
import { createRootLogger } from "~/lib/logger";
import { startBackends, testUser } from "../../tests/support/backends.ts";

const ID = "user_called";
const lines: string[] = [];
const log = createRootLogger("info", { write: (line) => lines.push(line) });
const options = { resource: `clerk/users/${ID}`, log, attemptMs: 500, totalMs: 3_000, retries: 2 };
const read = () => callClerk(({ users }) => users.getUser(ID), options);

let backends: Awaited<ReturnType<typeof startBackends>>;

beforeAll(async () => {
  backends = await startBackends({ users: [testUser(ID)] });
  await read();
});
afterEach(() => {
  backends.faults.clear();
  lines.length = 0;
});
afterAll(() => backends.close());

test.each([
  ["fails once", { status: 503, times: 1 }],
  ["hangs once", { hang: true, times: 1 }],
])("a call that %s is made again", async (_what, fault) => {
  backends.faults.add({ match: `GET /v1/users/${ID}`, ...fault });
  const [error, user] = await read();
  expect(error).toBeNull();
  expect(user?.id).toBe(ID);
});

test("a wait that Clerk asks for and that is too long comes back at once", async () => {
  backends.faults.add({ match: "GET *", status: 429, headers: { "retry-after": "60" } });
  const started = performance.now();
  const [error] = await read();
  expect(error).toMatchObject({ code: "rate-limited", isRetryable: true, retryAfterMs: 60_000 });
  expect(performance.now() - started).toBeLessThan(2_000);
});

test.each([
  [401, "unauthenticated"],
  [403, "permission-denied"],
])("a refused key (%i) is not tried again, and logged with what to check", async (status, code) => {
  backends.faults.add({ match: "GET *", status });
  const [error] = await read();
  expect(error).toMatchObject({ code, isRetryable: false });
  expect(error?.message).toMatch(/^Something went wrong on our side\./);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      level: "error",
      errorCode: code,
      msg: "Clerk refused this app: check CLERK_SECRET_KEY",
      err: expect.objectContaining({ cause: expect.objectContaining({ status }) }),
    }),
  ]);
});
