import { SignJWT } from "jose";
import type { Claims } from "../../lib/auth/claims.ts";
import { signingKey } from "../tools/keys.ts";

/** A session token as Clerk's production instance for clerk.example.com would sign it, or for another host. */
export function sessionToken(
  userId: string,
  metadata: Partial<Claims> = {},
  host = "clerk.example.com",
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({
    sid: `sess_${userId}`,
    sts: "active",
    v: 2,
    fva: [0, -1],
    metadata: { onboardingComplete: true, ...metadata },
  })
    .setProtectedHeader({ alg: "RS256", kid: "ins_1", typ: "JWT" })
    .setIssuer(`https://${host}`)
    .setSubject(userId)
    .setIssuedAt(now - 5)
    .setNotBefore(now - 15)
    .setExpirationTime(now + 600)
    .sign(signingKey);
}
