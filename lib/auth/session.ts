import "server-only";
import { auth } from "@clerk/nextjs/server";
import { cookies } from "next/headers";
import { cache } from "react";
import { type Claims, claimsSize, type ParsedClaims, parseClaims } from "~/lib/auth/claims";
import { reportClaims } from "~/lib/auth/claims-report";
import { NEWER_CLAIMS_COOKIE, openNewerClaims } from "~/lib/auth/newer-claims";

export interface Session {
  userId: string;
  sessionId: string;
  /** The newer of what the token and the newer-claims cookie say. */
  claims: Claims;
  token: Omit<ParsedClaims, "claims"> & {
    /** Seconds since 1970: when it was signed, until when it counts, when Clerk read its claims. */
    issuedAt: number;
    expiresAt: number;
    readAt: number;
    /** Size of the custom claims. */
    bytes: number;
    /** Whether the claims come from the cookie, because the token's are older. */
    isOutdated: boolean;
  };
}

type Auth = Pick<
  Awaited<ReturnType<typeof auth>>,
  "userId" | "sessionId" | "sessionClaims" | "getToken"
>;

/**
 * When Clerk read a token's claims. Instances with a session minter copy them into tokens with a
 * fresh `iat`; the header's `oiat` then keeps the time of the original.
 */
function readTime(token: string | null, issuedAt: number): number {
  const [header = ""] = token?.split(".") ?? [];
  if (!header) return issuedAt;
  // Clerk's SDK has verified this token, so it is well formed.
  const { oiat }: { oiat?: unknown } = JSON.parse(Buffer.from(header, "base64url").toString());
  return typeof oiat === "number" ? oiat : issuedAt;
}

/**
 * The session of a request: the verified token, and newer claims where the cookie has them.
 * @param from what `auth()` answered
 * @param cookie the value of the newer-claims cookie
 * @returns null when signed out
 */
export async function readSession(from: Auth, cookie?: string): Promise<Session | null> {
  const { userId, sessionId, sessionClaims } = from;
  if (!userId || !sessionId || !sessionClaims) return null;
  const { claims, ...report } = parseClaims(sessionClaims);
  await reportClaims(userId, report);
  const readAt = readTime(await from.getToken(), sessionClaims.iat);
  const newer = openNewerClaims(cookie, { userId, sessionId, token: { readAt } });
  return {
    userId,
    sessionId,
    claims: newer ?? claims,
    token: {
      ...report,
      issuedAt: sessionClaims.iat,
      expiresAt: sessionClaims.exp,
      readAt,
      bytes: claimsSize(sessionClaims.metadata),
      isOutdated: newer !== null,
    },
  };
}

/** The visitor's session, or null when signed out. Makes no network call. Cached per request. */
export const getSession = cache(async (): Promise<Session | null> => {
  return readSession(await auth(), (await cookies()).get(NEWER_CLAIMS_COOKIE)?.value);
});
