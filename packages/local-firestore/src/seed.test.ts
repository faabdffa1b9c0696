import { expect, onTestFinished, test } from "vitest";
import { addSeed, type Seed } from "./seed.ts";
import { startLocalFirestore } from "./server.ts";
import { Store } from "./store.ts";

test.each<[string, Seed, RegExp]>([
  ["a collection's path", { users: {} }, /^"users": Document name ".*" lacks a/],
  ["a reserved field", { "users/ada": { __a__: 1 } }, /^"users\/ada": Field name "__a__" is/],
  ["a list in a list", { "users/ada": { a: [[1]] } }, /^"users\/ada": An array cannot/],
  ["no time", { "users/ada": { a: { __time__: 1 } } }, /^"users\/ada": 1 is no time/],
])("a seed with %s is an error, and nothing is added", async (_, seed, message) => {
  const store = new Store();
  await expect(addSeed(store, "p", { "users/bob": {}, ...seed })).rejects.toThrow(message);
  expect([...store.collections("projects/p/databases/(default)/documents")]).toEqual([]);
});

test.each(["", "bad/x", "Demo", "1demo", "demo-", `demo-${"x".repeat(26)}`])(
  "refuses the project %j",
  async (project) => {
    const firestore = await startLocalFirestore();
    onTestFinished(firestore.close);
    await expect(firestore.seed({}, project)).rejects.toThrow(
      `The project is "${project}"; use at most 30 small letters, digits and hyphens`,
    );
  },
);

test("takes a project id of 30 characters", async () => {
  const firestore = await startLocalFirestore();
  onTestFinished(firestore.close);
  expect(await firestore.seed({ "users/ada": {} }, `demo-${"x".repeat(25)}`)).toBe(1);
});
