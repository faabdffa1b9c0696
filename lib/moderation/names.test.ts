import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Claims } from "~/lib/auth/claims";
import { startBackends, testUser } from "~/tests/support/backends";

let backends: Awaited<ReturnType<typeof startBackends>>;
let names: typeof import("~/lib/moderation/names");
const moderator = { userId: "user_moderator", role: "moderator" } as const;

function named(id: string, publicMetadata: Partial<Claims> = {}) {
  return { ...testUser(id, publicMetadata), firstName: `Name ${id}` };
}

beforeAll(async () => {
  backends = await startBackends({
    users: [
      named("user_a"),
      named("user_b"),
      named("user_c"),
      named("user_d"),
      named("user_peer", { role: "moderator" }),
      named("user_boss", { role: "admin" }),
      testUser("user_nameless"),
    ],
  });
  names = await import("~/lib/moderation/names");
});

afterEach(() => backends.faults.clear());
afterAll(() => backends.close());

async function waiting(): Promise<string[]> {
  const [error, queue] = await names.readNameQueue(1);
  if (error) throw error;
  return queue.users.map(({ id }) => id);
}

const judge = (userId: string, verdict: "approved" | "removed", name = `Name ${userId}`) =>
  names.reviewName(moderator, { userId, name, verdict });

test("lists who has a name that nobody approved", async () => {
  const ids = await waiting();
  expect(ids).toContain("user_a");
  expect(ids).not.toContain("user_nameless");
});

test("an approved name is off the list until it is changed", async () => {
  expect(await judge("user_a", "approved")).toEqual([null, null]);
  expect(await waiting()).not.toContain("user_a");
  await backends.client.users.updateUser("user_a", { firstName: "Somebody else" });
  expect(await waiting()).toContain("user_a");
});

test("a removed name is gone from Clerk; again changes nothing", async () => {
  expect(await judge("user_b", "removed")).toEqual([null, null]);
  expect((await backends.client.users.getUser("user_b")).firstName).toBe("");
  expect(await waiting()).not.toContain("user_b");
});

test("a name that changed under the moderator's eyes is a conflict", async () => {
  const [error] = await judge("user_c", "removed", "Name of before");
  expect(error?.code).toBe("conflict");
  expect((await backends.client.users.getUser("user_c")).firstName).toBe("Name user_c");
});

test.each(["user_peer", "user_boss"])("a moderator cannot review %s", async (userId) => {
  const [error] = await judge(userId, "removed");
  expect(error?.code).toBe("permission-denied");
  expect((await backends.client.users.getUser(userId)).firstName).toBe(`Name ${userId}`);
});

test("a removal that Clerk did not take stays on the list and can be repeated", {
  timeout: 15_000,
}, async () => {
  backends.faults.add({ match: "PATCH /v1/users/user_d", status: 403 });
  expect((await judge("user_d", "removed"))[0]?.code).toBe("permission-denied");
  backends.faults.clear();
  expect(await waiting()).toContain("user_d");
  expect(await judge("user_d", "removed")).toEqual([null, null]);
  expect(await waiting()).not.toContain("user_d");
});
