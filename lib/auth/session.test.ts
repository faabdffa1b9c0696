import { describe, expect, test, vi } from "vitest";
import { type Claims, LEAST_PRIVILEGE } from "~/lib/auth/claims";
import { newerClaimsCookie } from "~/lib/auth/newer-claims";
import { readSession } from "~/lib/auth/session";
import { TOP_PLAN, TOP_ROLE } from "~/tests/tools/highest.ts";
import { localKeys } from "~/tests/tools/keys.ts";

for (const [name, key] of Object.entries(localKeys())) vi.stubEnv(name, key);

/** When the token was signed, and when Clerk read the claims in it: in seconds since 1970. */
const ISSUED_AT = 1_800_000_000;
const READ_AT = ISSUED_AT - 30;
const IDS = { userId: "user_1", sessionId: "sess_1" };
const OWN: Claims = { ...LEAST_PRIVILEGE, plan: TOP_PLAN };
const NEWER: Claims = { ...LEAST_PRIVILEGE, role: TOP_ROLE };

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
const tokenWith = (header: object) => `${encode(header)}.${encode({})}.c2ln`;

type Auth = Parameters<typeof readSession>[0];

/** What Clerk's `auth()` answers for a token that it has verified. */
function verified(more: object = {}, token: string | null = tokenWith({ oiat: READ_AT })): Auth {
  const times = { iat: ISSUED_AT, exp: ISSUED_AT + 60 };
  const sessionClaims = { sub: IDS.userId, ...times, metadata: OWN };
  // Only what is read of them.
  return { ...IDS, sessionClaims, getToken: async () => token, ...more } as Auth;
}

/** The cookie with claims that were written at this second. */
function writtenAt(second: number, ids = IDS): string {
  const token = { readAt: second, payload: {} };
  return newerClaimsCookie({ claims: NEWER, updatedAt: second * 1_000 }, { ...ids, token }).value;
}

test("a session has the token's claims, and its times", async () => {
  expect(await readSession(verified())).toMatchObject({
    ...IDS,
    claims: OWN,
    token: { issuedAt: ISSUED_AT, expiresAt: ISSUED_AT + 60, readAt: READ_AT, outdated: null },
  });
});

test.each([
  ["user", { userId: null }],
  ["session", { sessionId: null }],
  ["token", { sessionClaims: null }],
])("without a %s there is no session, whatever the cookie says", async (_what, missing) => {
  await expect(readSession(verified(missing), writtenAt(ISSUED_AT))).resolves.toBeNull();
});

test("the cookie's claims count where they are newer, and what the token says is kept", async () => {
  const session = await readSession(verified(), writtenAt(READ_AT + 5));
  expect(session).toMatchObject({ claims: NEWER, token: { outdated: OWN } });
});

test.each([
  ["older than the token's", writtenAt(READ_AT - 5)],
  ["another session's", writtenAt(READ_AT + 5, { ...IDS, sessionId: "sess_2" })],
  ["another user's", writtenAt(READ_AT + 5, { ...IDS, userId: "user_2" })],
  ["forged", writtenAt(READ_AT + 5).replace(/^./, "A")],
])("the token's claims count where the cookie's are %s", async (_what, cookie) => {
  const session = await readSession(verified(), cookie);
  expect(session).toMatchObject({ claims: OWN, token: { outdated: null } });
});

describe("claims are as old as", () => {
  const readAtOf = async (token: string | null) =>
    (await readSession(verified({}, token)))?.token.readAt;

  test("the token that they were copied from, which a session minter names", async () => {
    expect(await readAtOf(tokenWith({ alg: "RS256", oiat: READ_AT }))).toBe(READ_AT);
  });

  test.each([
    ["names no other", tokenWith({ alg: "RS256" })],
    ["names none that is a time", tokenWith({ oiat: `${READ_AT}` })],
    ["isn't there to be read", null],
  ])("their token, where it %s", async (_what, token) => {
    expect(await readAtOf(token)).toBe(ISSUED_AT);
  });
});
