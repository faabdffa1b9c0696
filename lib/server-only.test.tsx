import { expect, test } from "vitest";

/** Runs among the DOM tests, where `server-only` is what a browser's bundle would get. */
test.each([
  ["auth/user-metadata", () => import("~/lib/auth/user-metadata")],
  ["auth/session", () => import("~/lib/auth/session")],
  ["access/check", () => import("~/lib/access/check")],
  ["access/action", () => import("~/lib/access/action")],
  ["access/api-route", () => import("~/lib/access/api-route")],
  ["local-personas", () => import("~/lib/local-personas")],
  ["firebase/admin", () => import("~/lib/firebase/admin")],
])("lib/%s refuses to be bundled for the browser", async (_, load) => {
  await expect(load()).rejects.toThrow("cannot be imported from a Client Component");
});

test("what client components need of the claims does not", async () => {
  await expect(import("~/lib/auth/claims")).resolves.toHaveProperty("ROLES");
  await expect(import("~/lib/auth/policy")).resolves.toHaveProperty("decide");
});
