import type { User } from "@clerk/nextjs/server";
import { beforeEach, expect, test, vi } from "vitest";
import { rememberClaims } from "~/lib/auth/remember-claims";
import { localKeys } from "~/tests/tools/keys";

const set = vi.hoisted(() => vi.fn());
const visitor = vi.hoisted(() => ({ session: null as unknown }));
vi.mock("next/headers", () => ({ cookies: async () => ({ set }) }));
vi.mock("~/lib/auth/session", () => ({ getSession: async () => visitor.session }));

for (const [name, key] of Object.entries(localKeys())) vi.stubEnv(name, key);

/** What is read of a user here. */
const userOf = (id: string) =>
  ({ id, publicMetadata: { role: "admin" }, updatedAt: Date.now() }) as unknown as User;

beforeEach(() => {
  set.mockReset();
  const token = { issuedAt: 0, readAt: 0, expiresAt: 60 };
  visitor.session = { userId: "user_visitor", sessionId: "sess_1", token };
});

test("leaves the visitor's own claims", async () => {
  await rememberClaims(userOf("user_visitor"));
  expect(set).toHaveBeenCalledOnce();
});

test("leaves no claims of somebody else, such as of a user whom an admin changes", async () => {
  await rememberClaims(userOf("user_changed"));
  expect(set).not.toHaveBeenCalled();
});

test("leaves none where nobody is signed in, and where no cookie can be set", async () => {
  visitor.session = null;
  await rememberClaims(userOf("user_visitor"));
  expect(set).not.toHaveBeenCalled();
  visitor.session = { userId: "user_visitor", sessionId: "sess_1", token: { readAt: 0 } };
  set.mockImplementation(() => {
    throw new Error("Cookies can only be modified in a Server Action or Route Handler.");
  });
  await expect(rememberClaims(userOf("user_visitor"))).resolves.toBeUndefined();
});
