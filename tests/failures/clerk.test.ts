import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { findUsers } from "~/lib/admin/find-users";
import * as metadata from "~/lib/auth/user-metadata";
import type { Result } from "~/lib/firebase/errors";
import { saveDisplayName } from "~/lib/onboarding/display-name";
import { withinTime } from "~/lib/shared-deadline";
import { findUsersById, readUser, usersFrom } from "~/lib/users";
import { startBackends, testUser } from "~/tests/support/backends";
import { collectLog, type Failure, failOnce } from "./cell.ts";

/** Every call to Clerk's Backend API × every way in which Clerk can fail: the real SDK over HTTP. */
const CLERK: Failure[] = [
  ["429 with Retry-After", { status: 429, headers: { "retry-after": "60" } }, ["rate-limited"]],
  ["429", { status: 429 }, ["rate-limited"]],
  ["500", { status: 500 }, ["unavailable"]],
  [
    "502 with HTML",
    { status: 502, body: "<html>Bad Gateway</html>", headers: { "content-type": "text/html" } },
    ["unavailable"],
  ],
  ["malformed JSON", { status: 200, body: '{"object": user' }, ["unavailable"]],
  ["truncated JSON", { truncate: true }, ["unavailable"]],
  ["a reset connection", { dropConnection: true }, ["unavailable"]],
  ["a hang", { hang: true }, ["deadline-exceeded"]],
  ["a wrong key", { status: 401 }, ["unauthenticated"]],
  ["a slow answer", { delayMs: 400 }, null],
];

type Call = [name: string, match: string, call: (id: string) => Promise<Result<unknown, unknown>>];

/** `ID` stands for the cell's own user, so that cells can run side by side. */
const CALLS: Call[] = [
  [
    "updateUserMetadata",
    "PATCH /v1/users/ID/metadata",
    (id) => metadata.updateUserMetadata(id, { plan: "pro" }),
  ],
  [
    "updatePrivateMetadata",
    "PATCH /v1/users/ID/metadata",
    (id) => metadata.updatePrivateMetadata(id, { internalNotes: "note" }),
  ],
  ["readUser", "GET /v1/users/ID", (id) => readUser(id)],
  ["usersFrom", "GET /v1/users?*query=ID*", (id) => usersFrom(0, 20, id)],
  ["findUsersById", "GET /v1/users?*user_id=ID*", (id) => findUsersById([id])],
  ["findUsers", "GET /v1/users?*query=ID*", (id) => findUsers({ query: id }, 0)],
  ["saveDisplayName", "PATCH /v1/users/ID", (id) => saveDisplayName(id, "Ada")],
];

const cells = CALLS.flatMap(([name, match, call], row) =>
  CLERK.map((failure, column) => {
    const id = `user_c${row}x${column}`;
    return {
      what: `${name} under ${failure[0]}`,
      match: match.replace("ID", id),
      call,
      failure,
      id,
    };
  }),
);

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  collectLog();
  backends = await startBackends({ users: cells.map(({ id }) => testUser(id)) });
  await readUser("user_c0x0"); // the first call loads the SDK
});

afterAll(() => backends.close());

describe.concurrent("Clerk fails", () => {
  test.each(cells)("$what", async ({ match, call, failure, id }) => {
    await failOnce(backends.faults, match, failure, id, () => call(id));
  });
});

describe("nothing listens", () => {
  beforeAll(() => vi.stubEnv("CLERK_API_URL", "http://localhost:9"));

  test.each(CALLS)("%s is unavailable, in words and in time", async (_name, _match, call) => {
    const [error] = await withinTime(1_500, () => call("user_c0x0"));
    expect(error).toMatchObject({
      code: "unavailable",
      isRetryable: true,
      message: "The service cannot be reached. Please try again.",
    });
  });
});
