import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Claims } from "~/lib/auth/claims";
import { startBackends, testUser } from "~/tests/support/backends";

/** Newest first is the order of Clerk's list; ids break the tie of users made at once. */
const CROWD = 1_203;

let backends: Awaited<ReturnType<typeof startBackends>>;
let users: typeof import("~/lib/auth/users");

function claimsAt(index: number): Partial<Claims> {
  return {
    role: index % 400 === 0 ? "moderator" : "user",
    plan: index % 5 === 0 ? "pro" : "free",
  };
}

beforeAll(async () => {
  backends = await startBackends({
    users: Array.from({ length: CROWD }, (_, index) =>
      testUser(`user_crowd_${index}`, claimsAt(index)),
    ),
  });
  users = await import("~/lib/auth/users");
});

afterEach(() => backends.faults.clear());
afterAll(() => backends.close());

const listCalls = () => backends.requests.list().filter(({ path }) => path === "/v1/users").length;

/** Goes on until nobody is left, as the page in the browser does. */
async function scanAll(filter: Parameters<typeof users.scanUsers>[0]) {
  const found: string[] = [];
  let next: number | null = 0;
  let requests = 0;
  while (next !== null) {
    const [error, scan] = await users.scanUsers(filter, next);
    if (error) throw error;
    found.push(...scan.users.map(({ id }) => id));
    next = scan.next;
    requests += 1;
    expect(requests).toBeLessThan(100);
  }
  return { found, requests };
}

describe("scanUsers", () => {
  test("finds each user with a plan once, a page at a time", async () => {
    const { found, requests } = await scanAll({ query: "", role: null, plan: "pro" });
    const expected = Array.from({ length: CROWD }, (_, index) => index)
      .filter((index) => claimsAt(index).plan === "pro")
      .map((index) => `user_crowd_${index}`);
    expect(new Set(found)).toEqual(new Set(expected));
    expect(found).toHaveLength(expected.length);
    expect(requests).toBeGreaterThan(expected.length / 20 - 1);
  });

  test("finds the rare in one go, with three calls for 1203 users", async () => {
    const before = listCalls();
    const { found, requests } = await scanAll({ query: "", role: "moderator", plan: null });
    expect(found).toHaveLength(4);
    expect(requests).toBe(1);
    expect(listCalls() - before).toBe(3);
  });

  test("asks for both, and for a part of the name", async () => {
    const both = await scanAll({ query: "", role: "moderator", plan: "free" });
    expect(both.found).toEqual([]);
    const named = await scanAll({ query: "crowd_400", role: "moderator", plan: "pro" });
    expect(named.found).toEqual(["user_crowd_400"]);
  });

  test("keeps what it found when Clerk stops in the middle, and goes on from there", async () => {
    const filter = { query: "", role: "moderator", plan: null } as const;
    const stop = { status: 429, headers: { "retry-after": "60" } };
    backends.faults.add({ match: "GET /v1/users?*offset=500*", ...stop });
    const [, first] = await users.scanUsers(filter, 0);
    expect(first).toMatchObject({ next: 500, total: CROWD });
    const [error] = await users.scanUsers(filter, 500);
    expect(error).toMatchObject({ code: "rate-limited", retryAfterMs: 60_000 });

    backends.faults.clear();
    const [, second] = await users.scanUsers(filter, 500);
    expect(second?.next).toBeNull();
    const ids = [...(first?.users ?? []), ...(second?.users ?? [])].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });

  test("sits out a short rate limit by itself", async () => {
    backends.faults.add({
      match: "GET /v1/users*",
      status: 429,
      headers: { "retry-after": "1" },
      times: 1,
    });
    const [error] = await users.scanUsers({ query: "", role: "admin", plan: null }, 0);
    expect(error).toBeNull();
  });
});

describe("namesOf", () => {
  test("leaves out who is gone, and asks nothing for nobody", async () => {
    const [, names] = await users.namesOf(["user_crowd_1", "user_gone", "user_crowd_1"]);
    expect(names && [...names]).toEqual([["user_crowd_1", "user-crowd-1@example.com"]]);
    const before = listCalls();
    expect(await users.namesOf([])).toEqual([null, new Map()]);
    expect(listCalls()).toBe(before);
  });
});

test("a summary holds nothing private", async () => {
  await backends.client.users.updateUserMetadata("user_crowd_7", {
    privateMetadata: { internalNotes: "remember the milk" },
  });
  const [, user] = await users.readUser("user_crowd_7");
  if (!user) throw new Error("no user");
  expect(user.privateMetadata.internalNotes).toBe("remember the milk");
  expect(JSON.stringify(users.summarize(user))).not.toContain("milk");
});
