import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Claims } from "~/lib/auth/claims";
import { startBackends, testUser } from "~/tests/support/backends";

const CROWD = 2_603;

let backends: Awaited<ReturnType<typeof startBackends>>;
let findUsers: typeof import("~/lib/admin/find-users").findUsers;

function claimsAt(index: number): Partial<Claims> {
  return {
    role: index % 800 === 0 ? "moderator" : "user",
    plan: index % 10 === 0 ? "pro" : "free",
  };
}

beforeAll(async () => {
  backends = await startBackends({
    users: Array.from({ length: CROWD }, (_, index) => ({
      ...testUser(`user_crowd_${index}`, claimsAt(index)),
      // From the 1,000th user on, and then the ones before.
      firstName: String((index + CROWD - 1_000) % CROWD).padStart(4, "0"),
      createdAt: Date.UTC(2026, 0) + index,
    })),
  });
  ({ findUsers } = await import("~/lib/admin/find-users"));
});

afterEach(() => backends.faults.clear());
afterAll(() => backends.close());

const listCalls = () => backends.requests.list().filter(({ path }) => path === "/v1/users").length;

/** Follows "Next" to the end. */
async function findAll(filter: Parameters<typeof findUsers>[0]) {
  const found: string[] = [];
  let next: number | null = 0;
  let requests = 0;
  while (next !== null) {
    const [error, scan] = await findUsers(filter, next);
    if (error) throw error;
    expect(scan.total).toBe(filter.query ? 1 : CROWD);
    found.push(...scan.users.map(({ id }) => id));
    next = scan.next;
    requests += 1;
    expect(requests).toBeLessThan(100);
  }
  return { found, requests };
}

describe("findUsers", () => {
  test("finds every user with a plan once, 20 at a time", async () => {
    const { found, requests } = await findAll({ query: "", plan: "pro" });
    const expected = Array.from({ length: CROWD }, (_, index) => index)
      .filter((index) => claimsAt(index).plan === "pro")
      .map((index) => `user_crowd_${index}`);
    expect(new Set(found)).toEqual(new Set(expected));
    expect(found).toHaveLength(expected.length);
    expect(requests).toBe(Math.ceil(expected.length / 20));
  });

  test("finds the few among thousands, 2000 users a request", async () => {
    const before = listCalls();
    const { found, requests } = await findAll({ query: "", role: "moderator" });
    expect(new Set(found)).toEqual(
      new Set([0, 800, 1600, 2400].map((index) => `user_crowd_${index}`)),
    );
    expect(requests).toBe(2);
    expect(listCalls() - before).toBe(6);
  });

  test("takes role, plan and a part of the address together", async () => {
    expect((await findAll({ query: "", role: "moderator", plan: "free" })).found).toEqual([]);
    const { found } = await findAll({ query: "crowd-2400@", role: "moderator", plan: "pro" });
    expect(found).toEqual(["user_crowd_2400"]);
  });

  test("keeps what it found when Clerk stops in the middle, and continues from there", async () => {
    const filter = { query: "", plan: "pro", role: "moderator" } as const;
    const stop = { status: 429, headers: { "retry-after": "60" } };
    backends.faults.add({ match: "GET /v1/users?*offset=500*", ...stop });
    const [, first] = await findUsers(filter, 0);
    expect(first).toMatchObject({ next: 500, total: CROWD });
    const [error] = await findUsers(filter, 500);
    expect(error).toMatchObject({ code: "rate-limited", retryAfterMs: 60_000 });

    backends.faults.clear();
    const [, second] = await findUsers(filter, 500);
    const [, third] = await findUsers(filter, second?.next ?? 0);
    const users = [first, second, third].flatMap((scan) => scan?.users ?? []);
    expect(new Set(users.map(({ id }) => id)).size).toBe(4);
  });

  test.each([
    ["newest", "user_crowd_2602"],
    ["oldest", "user_crowd_0"],
    ["name", "user_crowd_1000"],
    ["-name", "user_crowd_999"],
  ] as const)("sorts by %s", async (sort, first) => {
    const [, found] = await findUsers({ query: "", sort }, 0);
    expect(found?.users[0]?.id).toBe(first);
  });

  test("waits for a short rate limit by itself", async () => {
    const short = { status: 429, headers: { "retry-after": "1" }, times: 1 };
    backends.faults.add({ match: "GET /v1/users*", ...short });
    expect((await findUsers({ query: "", role: "admin" }, 0))[0]).toBeNull();
  });
});
