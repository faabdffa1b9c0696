import { beforeEach, expect, test, vi } from "vitest";
import type { Denial } from "~/lib/access/denial";
import { requireAccess } from "~/lib/access/require-access";

/** Who visits is set by each test; how a visitor is checked, check.test.ts shows. */
const visitor = vi.hoisted(() => ({ answer: [null, null] as unknown, options: null as unknown }));
vi.mock("~/lib/access/check", () => ({
  check: async (_path: string, options: unknown) => {
    visitor.options = options;
    return visitor.answer;
  },
}));
const wanted = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({ headers: async () => wanted.headers }));

beforeEach(() => {
  wanted.headers = new Headers({ "x-wanted-path": "/settings?tab=2" });
});

/** Where a visitor is sent, or what is thrown. */
async function sentTo(denial: Denial): Promise<unknown> {
  visitor.answer = [denial, null];
  try {
    return await requireAccess("/settings");
  } catch (error) {
    return Object(error).digest?.split(";")[2] ?? error;
  }
}

test("hands over the session of a visitor who may be there, and passes on how to check", async () => {
  const session = { userId: "user_1" };
  visitor.answer = [null, session];
  expect(await requireAccess("/settings", { fresh: true })).toBe(session);
  expect(visitor.options).toEqual({ fresh: true });
});

test.each<[Denial, string]>([
  [{ kind: "sign-in" }, "/sign-in?redirect_url="],
  [{ kind: "onboarding" }, "/onboarding?from="],
  [{ kind: "forbidden", needs: { role: "admin" } }, "/unauthorized?from="],
  [{ kind: "refused", message: "No." }, "/unauthorized?from="],
])("sends who is denied by %j away, with the way back", async (denial, to) => {
  expect(await sentTo(denial)).toBe(`${to}${encodeURIComponent("/settings?tab=2")}`);
});

test("shows the page for 404 where there is no rule", async () => {
  expect(await sentTo({ kind: "no-rule" })).toMatchObject({
    digest: expect.stringMatching(/;404$/),
  });
});

test("leads back to its own path when the proxy says nothing of use", async () => {
  wanted.headers = new Headers({ "x-wanted-path": "//evil.example" });
  expect(await sentTo({ kind: "sign-in" })).toBe("/sign-in?redirect_url=%2Fsettings");
});

test.each<Denial>([{ kind: "unconfirmed" }, { kind: "too-often", retryAfterMs: 1 }])(
  "fails closed, and says so, at %j",
  async (denial) => {
    expect(await sentTo(denial)).toMatchObject({ code: "unavailable" });
  },
);
