import { expect, test, vi } from "vitest";
import { publishableKey } from "../tests/tools/keys.ts";

/** Runs among the DOM tests, where `server-only` is what a browser's bundle would get. */
test.each([
  ["auth/user-metadata", () => import("~/lib/auth/user-metadata")],
  ["auth/session", () => import("~/lib/auth/session")],
  ["access/check", () => import("~/lib/access/check")],
  ["access/action", () => import("~/lib/access/action")],
  ["access/api-route", () => import("~/lib/access/api-route")],
  ["firebase/admin", () => import("~/lib/firebase/admin")],
])("lib/%s refuses to be bundled for the browser", async (_, load) => {
  await expect(load()).rejects.toThrow("cannot be imported from a Client Component");
});

test("what client components need of the claims does not", async () => {
  await expect(import("~/lib/auth/claims")).resolves.toHaveProperty("ROLES");
  await expect(import("~/lib/auth/policy")).resolves.toHaveProperty("decide");
});

test("a browser cannot read the server's environment, such as the local users' password", async () => {
  vi.stubEnv("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", publishableKey("clerk.emulator.test"));
  const { env } = await import("~/lib/env");
  expect(() => env().LOCAL_PERSONAS).toThrow("server-side environment variable on the client");
  expect(() => env().CLERK_SECRET_KEY).toThrow("server-side environment variable on the client");
  vi.unstubAllEnvs();
});
