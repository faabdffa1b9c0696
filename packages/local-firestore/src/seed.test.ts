import { expect, test } from "vitest";
import { addSeed, type Seed } from "./seed.ts";
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
