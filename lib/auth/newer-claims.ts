import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { type Claims, parseClaims } from "~/lib/auth/claims";
import { readEnv } from "~/lib/env";

/**
 * A session token keeps its claims for 60 s. Whoever learns newer ones (the action that wrote them,
 * or the proxy that asked Clerk before it refused) leaves them in this cookie, and everything that
 * reads claims takes the newer of the two. docs/freshness.md explains the rules.
 */
export const NEWER_CLAIMS_COOKIE = "newer-claims";

/** As long as a session token, so that a claim that was taken away doesn't live any longer here. */
const LIFETIME_MS = 60_000;
/** Claims take at most 1.2 KB. Anything much longer isn't ours. */
const LONGEST_VALUE = 4_096;

/** What a cookie is compared with: the verified session token of the same request. */
export interface TokenIdentity {
  userId: string;
  sessionId: string;
  /** `readAt`: seconds since 1970 by Clerk's clock, when Clerk read the claims from its database. */
  token: { readAt: number };
}

const payloadSchema = z.object({
  sub: z.string(),
  sid: z.string(),
  /** Milliseconds since 1970 by Clerk's clock: how new the claims are. */
  at: z.number(),
  /** Milliseconds since 1970 by this app's clock. */
  exp: z.number(),
  claims: z.unknown(),
});

/** Derived once: it changes only with the secret key, and then old cookies say nothing. */
let derived: { from: string; key: Buffer } | undefined;

function sign(payload: string): Buffer {
  const from = readEnv().CLERK_SECRET_KEY ?? "";
  if (derived?.from !== from) {
    derived = { from, key: Buffer.from(hkdfSync("sha256", from, "", NEWER_CLAIMS_COOKIE, 32)) };
  }
  return createHmac("sha256", derived.key).update(payload).digest();
}

/**
 * The cookie for claims that Clerk has just answered with, to set on a response.
 * @param user as Clerk answered the read or the write: `updatedAt` in milliseconds
 * @param visitor the session of this request. What was read after its token came is newer, whatever a lagging
 *   replica says.
 */
export function newerClaimsCookie(
  user: { publicMetadata: unknown; updatedAt: number },
  { userId, sessionId, token }: TokenIdentity,
  now = Date.now(),
) {
  const { claims } = parseClaims({ metadata: user.publicMetadata });
  const at = Math.max(user.updatedAt, token.readAt * 1_000);
  const sealed = { sub: userId, sid: sessionId, at, exp: now + LIFETIME_MS, claims };
  const payload = Buffer.from(JSON.stringify(sealed)).toString("base64url");
  return {
    name: NEWER_CLAIMS_COOKIE,
    value: `${payload}.${sign(payload).toString("base64url")}`,
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: process.env.NODE_ENV === "production",
    maxAge: LIFETIME_MS / 1_000,
  } as const;
}

/**
 * The claims in the cookie, or null when the token's own count: no cookie, not ours, expired,
 * another user's or session's, or older than the token's.
 */
export function openNewerClaims(
  value: string | undefined,
  { userId, sessionId, token }: TokenIdentity,
  now = Date.now(),
): Claims | null {
  if (!value || value.length > LONGEST_VALUE) return null;
  const [payload = "", signature = "", ...rest] = value.split(".");
  if (rest.length > 0) return null;
  const given = Buffer.from(signature, "base64url");
  const expected = sign(payload);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;

  const { data } = payloadSchema.safeParse(
    JSON.parse(Buffer.from(payload, "base64url").toString("utf8")),
  );
  if (!data || data.exp <= now) return null;
  if (data.sub !== userId || data.sid !== sessionId) return null;
  if (Math.floor(data.at / 1_000) < token.readAt) return null;
  return parseClaims({ metadata: data.claims }).claims;
}
