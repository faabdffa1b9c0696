import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { type Claims, checkClaims } from "~/lib/auth/claims";
import type { TokenPayload } from "~/lib/auth/claims-source";
import { env } from "~/lib/env";

/**
 * A session token keeps its claims for 60 s. Code that learns newer ones (the action that wrote them,
 * or the proxy that asked Clerk before it denied) sets this cookie, and everything that reads claims
 * takes the newer of the two. See docs/freshness.md.
 */
export const NEWER_CLAIMS_COOKIE = "newer-claims";

/** As long as a token, so that a claim that was taken away doesn't live longer here. */
const LIFETIME_MS = 60_000;
const LONGEST_VALUE = 4_096;

/** What a cookie is compared with: the session of the same request. */
interface TokenIdentity {
  userId: string;
  sessionId: string;
  /** `readAt`: when Clerk read the token's claims, in seconds since 1970 by Clerk's clock. */
  token: { readAt: number; payload: TokenPayload };
}

const payloadSchema = z.object({
  sub: z.string(),
  sid: z.string(),
  org: z.string().nullable(),
  /** How new the claims are, in milliseconds since 1970 by Clerk's clock. */
  at: z.number(),
  /** In milliseconds since 1970 by this app's clock. */
  exp: z.number(),
  claims: z.unknown(),
});

const organizationSchema = z.object({ o: z.object({ id: z.string() }).optional() });

/** The organization that is active: another one may mean other claims. */
function organizationOf(payload: TokenPayload): string | null {
  return organizationSchema.safeParse(payload).data?.o?.id ?? null;
}

let derived: { from: string; key: Buffer } | undefined;

function sign(payload: string): Buffer {
  const from = env().CLERK_SECRET_KEY;
  if (derived?.from !== from) {
    derived = { from, key: Buffer.from(hkdfSync("sha256", from, "", NEWER_CLAIMS_COOKIE, 32)) };
  }
  return createHmac("sha256", derived.key).update(payload).digest();
}

/**
 * The cookie, to set on a response, for claims that Clerk has just answered with.
 * What was read after the visitor's token arrived is newer than it, even where a lagging replica
 * minted the token later.
 */
export function newerClaimsCookie(
  learned: { claims: Claims; updatedAt: number },
  { userId, sessionId, token }: TokenIdentity,
  now = Date.now(),
) {
  const { claims, updatedAt } = learned;
  const at = Math.max(updatedAt, token.readAt * 1_000);
  const org = organizationOf(token.payload);
  const sealed = { sub: userId, sid: sessionId, org, at, exp: now + LIFETIME_MS, claims };
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

/** The claims in the cookie, or null when it isn't ours, has expired or isn't newer than the token. */
export function openNewerClaims(
  value: string | undefined,
  { userId, sessionId, token }: TokenIdentity,
  now = Date.now(),
): Claims | null {
  if (!value || value.length > LONGEST_VALUE) return null;
  const [payload = "", signature = "", ...rest] = value.split(".");
  const given = Buffer.from(signature, "base64url");
  const expected = sign(payload);
  if (rest.length > 0 || given.length !== expected.length) return null;
  if (!timingSafeEqual(given, expected)) return null;

  const { data } = payloadSchema.safeParse(
    JSON.parse(Buffer.from(payload, "base64url").toString()),
  );
  if (!data || data.exp <= now) return null;
  if (data.sub !== userId || data.sid !== sessionId) return null;
  if (data.org !== organizationOf(token.payload)) return null;
  if (Math.floor(data.at / 1_000) < token.readAt) return null;
  return checkClaims(data.claims).claims;
}
