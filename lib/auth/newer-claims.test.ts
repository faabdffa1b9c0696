import { beforeEach, describe, expect, test, vi } from "vitest";
import { TOP_PLAN, TOP_ROLE } from "../../tests/tools/highest.ts";
import { realKeys, secretKey } from "../../tests/tools/keys.ts";
import { type Claims, LEAST_PRIVILEGE } from "./claims";
import { newerClaimsCookie, openNewerClaims } from "./newer-claims";

/** Seconds and milliseconds since 1970, by Clerk's clock and by this app's. */
const READ_AT = 1_800_000_000;
const NOW = READ_AT * 1_000;
const PAYLOAD = { sub: "user_1", o: { id: "org_1", rol: "member" } };
const VISITOR = {
  userId: "user_1",
  sessionId: "sess_1",
  token: { readAt: READ_AT, payload: PAYLOAD },
};
const PRO = { ...LEAST_PRIVILEGE, plan: TOP_PLAN, onboardingComplete: true } as const;

function learned(updatedAt: number, claims: Claims = PRO) {
  return { claims, updatedAt };
}
function seal(updatedAt = NOW + 5_000, now = NOW): string {
  return newerClaimsCookie(learned(updatedAt), VISITOR, now).value;
}
function tokenReadAt(seconds: number) {
  return { ...VISITOR, token: { ...VISITOR.token, readAt: seconds } };
}

beforeEach(() => {
  vi.unstubAllEnvs();
  for (const [name, key] of Object.entries(realKeys())) vi.stubEnv(name, key);
});

describe("openNewerClaims", () => {
  test("answers the claims that were written after the token's were read", () => {
    expect(openNewerClaims(seal(), VISITOR, NOW)).toEqual(PRO);
  });

  test("holds for a token of the same second, and says nothing from the next newer one on", () => {
    const cookie = seal(NOW + 5_400);
    expect(openNewerClaims(cookie, tokenReadAt(READ_AT + 5), NOW)).toEqual(PRO);
    expect(openNewerClaims(cookie, tokenReadAt(READ_AT + 6), NOW)).toBeNull();
  });

  test("is newer than the token it was written with, although a lagging replica minted that later", () => {
    const cookie = seal(NOW - 20_000);
    expect(openNewerClaims(cookie, VISITOR, NOW)).toEqual(PRO);
    expect(openNewerClaims(cookie, tokenReadAt(READ_AT + 1), NOW)).toBeNull();
  });

  test.each([-30_000, 30_000])(
    "compares by Clerk's clock alone: ours is off by %i ms",
    (offset) => {
      const cookie = seal(NOW + 5_000, NOW + offset);
      expect(openNewerClaims(cookie, VISITOR, NOW + offset)).toEqual(PRO);
      expect(openNewerClaims(cookie, tokenReadAt(READ_AT + 6), NOW + offset)).toBeNull();
    },
  );

  test("expires after 60 s, and the browser forgets it then", () => {
    const cookie = newerClaimsCookie(learned(NOW), VISITOR, NOW);
    expect(cookie.maxAge).toBe(60);
    expect(openNewerClaims(cookie.value, VISITOR, NOW + 59_999)).toEqual(PRO);
    expect(openNewerClaims(cookie.value, VISITOR, NOW + 60_000)).toBeNull();
  });

  test("is refused when it was replayed for another user or another session", () => {
    expect(openNewerClaims(seal(), { ...VISITOR, userId: "user_2" }, NOW)).toBeNull();
    expect(openNewerClaims(seal(), { ...VISITOR, sessionId: "sess_2" }, NOW)).toBeNull();
  });

  test("says nothing once another organization is active, or none", () => {
    const activeIn = (o?: object) => ({ ...VISITOR, token: { ...VISITOR.token, payload: { o } } });
    expect(openNewerClaims(seal(), activeIn({ id: "org_1" }), NOW)).toEqual(PRO);
    expect(openNewerClaims(seal(), activeIn({ id: "org_2" }), NOW)).toBeNull();
    expect(openNewerClaims(seal(), activeIn(), NOW)).toBeNull();
  });

  test("is refused when it was signed with another secret key", () => {
    const cookie = seal();
    vi.stubEnv("CLERK_SECRET_KEY", secretKey("test").replaceAll("x", "y"));
    expect(openNewerClaims(cookie, VISITOR, NOW)).toBeNull();
  });

  test("is refused when a single character differs", () => {
    const cookie = seal();
    for (let at = 0; at < cookie.length; at += 7) {
      const other = cookie[at] === "A" ? "B" : "A";
      const forged = cookie.slice(0, at) + other + cookie.slice(at + 1);
      expect(openNewerClaims(forged, VISITOR, NOW), `at ${at}`).toBeNull();
    }
  });

  test.each([
    ["nothing", () => undefined],
    ["an empty value", () => ""],
    ["no signature", (cookie: string) => cookie.split(".")[0]],
    ["an empty signature", (cookie: string) => `${cookie.split(".")[0]}.`],
    ["a third part", (cookie: string) => `${cookie}.x`],
    ["text", () => "admin"],
    ["a value far too long", (cookie: string) => `${"A".repeat(5_000)}${cookie}`],
  ])("takes %s for no cookie", (_, valueFrom) => {
    expect(openNewerClaims(valueFrom(seal()), VISITOR, NOW)).toBeNull();
  });

  test("reads no more than fits a cookie, although it is signed", () => {
    const signed = (length: number) =>
      newerClaimsCookie(learned(NOW, { ...PRO, teamId: "t".repeat(length) }), VISITOR, NOW).value;
    // The team's id is longer than ids are, so it is left out.
    expect(openNewerClaims(signed(2_000), VISITOR, NOW)).toEqual(PRO);
    expect(openNewerClaims(signed(4_000), VISITOR, NOW)).toBeNull();
  });

  test("lets what this app doesn't know fall to least privilege", () => {
    // What a later version of the app may have left.
    const strange = { role: "root", plan: TOP_PLAN, isAdmin: true } as unknown as Claims;
    const { value } = newerClaimsCookie(learned(NOW, strange), VISITOR, NOW);
    expect(openNewerClaims(value, VISITOR, NOW)).toEqual({ ...LEAST_PRIVILEGE, plan: TOP_PLAN });
  });
});

test("the cookie holds only the claims, is kept from scripts and from other sites", () => {
  const cookie = newerClaimsCookie(learned(NOW), VISITOR, NOW);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "lax", path: "/", secure: false });
  const [payload = ""] = cookie.value.split(".");
  const sealed = JSON.parse(Buffer.from(payload, "base64url").toString());
  expect(sealed.claims).toEqual(PRO);
  vi.stubEnv("NODE_ENV", "production");
  vi.stubEnv("GOOGLE_CLOUD_PROJECT", "project"); // Production needs a way to Firestore.
  expect(newerClaimsCookie(learned(NOW), VISITOR, NOW).secure).toBe(true);
});

test("the largest claims fit a cookie", () => {
  const full = { ...PRO, role: TOP_ROLE, teamId: "t".repeat(64) };
  expect(newerClaimsCookie(learned(NOW, full), VISITOR, NOW).value.length).toBeLessThan(1_000);
});
