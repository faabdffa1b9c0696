import "server-only";
import { auth } from "@clerk/nextjs/server";
import { cookies } from "next/headers";
import { cache } from "react";
import { type Claims, type ParsedClaims, parseClaims } from "~/lib/auth/claims";
import { reportClaims } from "~/lib/auth/claims-report";
import type { TokenPayload } from "~/lib/auth/claims-source";
import { NEWER_CLAIMS_COOKIE, openNewerClaims } from "~/lib/auth/newer-claims";

export interface Session {
  userId: string;
  sessionId: string;
  /** The newer of the token's claims and the newer-claims cookie's. */
  claims: Claims;
  token: Omit<ParsedClaims, "claims"> & {
    /** When it was signed, until when it is valid, and when Clerk read its claims: in seconds since 1970. */
    issuedAt: number;
    expiresAt: number;
    readAt: number;
    /** All that it says. Claims are read from `claims`. */
    payload: TokenPayload;
    /** What the token still says, where the cookie's claims are newer. */
    outdated: Claims | null;
  };
}

type Auth = Pick<
  Awaited<ReturnType<typeof auth>>,
  "userId" | "sessionId" | "sessionClaims" | "getToken"
>;

/**
 * When Clerk read a verified token's claims. A session minter copies claims into tokens with a fresh
 * `iat`; the header's `oiat` keeps the time of the original.
 */
function readTime(token: string | null, issuedAt: number): number {
  const [header] = token?.split(".") ?? [];
  if (!header) return issuedAt;
  const { oiat }: { oiat?: unknown } = JSON.parse(Buffer.from(header, "base64url").toString());
  return typeof oiat === "number" ? oiat : issuedAt;
}

/**
 * The session of a request, or null when signed out.
 * @param from what `auth()` answered
 * @param cookie the value of the newer-claims cookie
 */
export async function readSession(from: Auth, cookie?: string): Promise<Session | null> {
  const { userId, sessionId, sessionClaims } = from;
  if (!userId || !sessionId || !sessionClaims) return null;
  const { claims, ...report } = parseClaims(sessionClaims);
  await reportClaims(userId, report);
  const { iat: issuedAt, exp: expiresAt } = sessionClaims;
  const readAt = readTime(await from.getToken(), issuedAt);
  const payload = { ...sessionClaims };
  const newer = openNewerClaims(cookie, { userId, sessionId, token: { readAt, payload } });
  const outdated = newer && claims;
  const token = { ...report, issuedAt, expiresAt, readAt, payload, outdated };
  return { userId, sessionId, claims: newer ?? claims, token };
}

/** The visitor's session, or null when signed out. Makes no network call. Cached per request. */
export const getSession = cache(
  async (): Promise<Session | null> =>
    readSession(await auth(), (await cookies()).get(NEWER_CLAIMS_COOKIE)?.value),
);
