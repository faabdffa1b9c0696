import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Claims, Role } from "~/lib/auth/claims";
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
      named("user_e"),
      named("user_peer", { role: "moderator" }),
      named("user_boss", { role: "admin" }),
      testUser("user_nameless"),
    ],
  });
  names = await import("~/lib/moderation/names");
});

afterEach(() => backends.faults.clear());
afterAll(() => backends.close());

async function queueFor(role: Role, from = 0) {
  const [error, queue] = await names.readNameQueue(role, from);
  if (error) throw error;
  return queue;
}

async function waiting(role: Role = "moderator"): Promise<string[]> {
  return (await queueFor(role)).names.map(({ id }) => id);
}

const judge = (userId: string, verdict: (typeof names.VERDICTS)[number], name = `Name ${userId}`) =>
  names.reviewName(moderator, { userId, name, verdict });

describe("the queue", () => {
  test("lists the names that no one approved, of people below the moderator's role", async () => {
    const ids = ["user_a", "user_b", "user_c", "user_d", "user_e"];
    expect((await waiting("moderator")).sort()).toEqual(ids);
    expect((await waiting("admin")).sort()).toEqual([...ids, "user_peer"]);
  });

  test("holds nothing about a user but what the page shows", async () => {
    const { names: listed } = await queueFor("admin");
    const fields = ["createdAt", "id", "imageUrl", "name", "role"];
    for (const user of listed) expect(Object.keys(user).sort()).toEqual(fields);
    expect(JSON.stringify(listed)).not.toContain("@");
  });

  test("drops an approved name until it is changed", async () => {
    expect(await judge("user_a", "approved")).toEqual([null, null]);
    expect(await waiting()).not.toContain("user_a");
    await backends.client.users.updateUser("user_a", { firstName: "Somebody else" });
    expect(await waiting()).toContain("user_a");
  });
});

describe("a verdict", () => {
  test("that removes a name takes it from Clerk; again changes nothing", async () => {
    expect(await judge("user_b", "removed")).toEqual([null, null]);
    expect((await backends.client.users.getUser("user_b")).firstName).toBe("");
    expect(await waiting()).not.toContain("user_b");
  });

  test("on a name that changed under the moderator's eyes is a conflict", async () => {
    const [error] = await judge("user_c", "removed", "Name of before");
    expect(error).toMatchObject({ code: "conflict" });
    expect((await backends.client.users.getUser("user_c")).firstName).toBe("Name user_c");
  });

  test.each(["user_peer", "user_boss"])("of a moderator on %s is refused", async (userId) => {
    const message = "You can only review people whose role is below yours.";
    expect(await judge(userId, "removed")).toEqual([{ kind: "refused", message }, null]);
    expect((await backends.client.users.getUser(userId)).firstName).toBe(`Name ${userId}`);
  });

  test("is taken back by the moderator who gave it, and by nobody else", async () => {
    for (const verdict of ["approved", "removed"] as const) {
      expect(await judge("user_e", verdict)).toEqual([null, null]);
      expect(await waiting()).not.toContain("user_e");
      const other = { ...moderator, userId: "user_boss" };
      const review = { userId: "user_e", name: "Name user_e", verdict: "undone" } as const;
      expect((await names.reviewName(other, review))[0]).toMatchObject({ code: "conflict" });
      expect(await judge("user_e", "undone")).toEqual([null, null]);
      expect((await backends.client.users.getUser("user_e")).firstName).toBe("Name user_e");
      expect(await waiting()).toContain("user_e");
    }
  });

  test("isn't taken back once the user has chosen a new name", async () => {
    await judge("user_e", "removed");
    await backends.client.users.updateUser("user_e", { firstName: "New" });
    expect((await judge("user_e", "undone"))[0]).toMatchObject({ code: "conflict" });
    expect((await backends.client.users.getUser("user_e")).firstName).toBe("New");
  });

  test("that Clerk did not take stays in the queue and can be repeated", async () => {
    backends.faults.add({ match: "PATCH /v1/users/user_d", status: 403 });
    expect((await judge("user_d", "removed"))[0]).toMatchObject({ code: expect.any(String) });
    backends.faults.clear();
    expect(await waiting()).toContain("user_d");
    expect(await judge("user_d", "removed")).toEqual([null, null]);
    expect(await waiting()).not.toContain("user_d");
  });
});

test("a page goes on through users without a waiting name to the ones who have one", async () => {
  const { names: before } = await queueFor("moderator");
  for (let index = 0; index < 210; index += 1) {
    await backends.client.users.createUser({
      emailAddress: [`filler-${index}@example.com`],
      password: "local-password-1",
    });
  }
  const queue = await queueFor("moderator");
  expect(queue.names.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(queue.next).toBeNull();
  expect(await queueFor("moderator", 5_000)).toEqual({ names: [], next: null });
});

test("the pages together show every waiting name once", async () => {
  for (let index = 0; index < 120; index += 1) {
    await backends.client.users.createUser({
      firstName: `Waiting ${index}`,
      emailAddress: [`waiting-${index}@example.com`],
      password: "local-password-1",
    });
  }
  const seen: string[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const queue = await queueFor("moderator", from);
    expect(queue.names.length).toBeGreaterThan(0);
    seen.push(...queue.names.map(({ name }) => name));
    from = queue.next;
  }
  expect(seen.filter((name) => name.startsWith("Waiting")).length).toBe(120);
  expect(new Set(seen).size).toBe(seen.length);
});
