import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBackends, testUser } from "~/tests/support/backends";

const PEOPLE = ["ada", "bob", "cleo"];

let backends: Awaited<ReturnType<typeof startBackends>>;
let users: typeof import("~/lib/users");

beforeAll(async () => {
  backends = await startBackends({ users: PEOPLE.map((name) => testUser(`user_${name}`)) });
  users = await import("~/lib/users");
});

afterAll(() => backends.close());

const listCalls = () => backends.requests.list().filter(({ path }) => path === "/v1/users").length;

describe("usersFrom", () => {
  test("answers a part of the list and the size of all of it", async () => {
    const [, first] = await users.usersFrom(0, 2);
    const [, rest] = await users.usersFrom(2);
    expect(first?.users).toHaveLength(2);
    expect(rest?.total).toBe(3);
    const ids = [...(first?.users ?? []), ...(rest?.users ?? [])].map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(PEOPLE.map((name) => `user_${name}`)));
  });

  test("finds by a part of the address", async () => {
    const [, found] = await users.usersFrom(0, 20, "user-cleo@");
    expect(found).toMatchObject({ users: [{ id: "user_cleo" }], total: 1 });
  });
});

describe("findUsersById", () => {
  test("leaves out users who are gone, and makes no call for an empty list", async () => {
    const [, found] = await users.findUsersById(["user_ada", "user_gone", "user_ada"]);
    expect([...(found?.keys() ?? [])]).toEqual(["user_ada"]);
    const before = listCalls();
    expect(await users.findUsersById([])).toEqual([null, new Map()]);
    expect(listCalls()).toBe(before);
  });
});

test("a summary holds nothing private", async () => {
  await backends.client.users.updateUserMetadata("user_bob", {
    privateMetadata: { internalNotes: "remember the milk" },
  });
  const [, user] = await users.readUser("user_bob");
  if (!user) throw new Error("no user");
  expect(user.privateMetadata.internalNotes).toBe("remember the milk");
  expect(JSON.stringify(users.summarize(user))).not.toContain("milk");
});
