import "server-only";
import type { User } from "@clerk/nextjs/server";
import { cookies } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { Claims } from "~/lib/auth/claims";
import { claimsNow } from "~/lib/auth/claims-now";
import { newerClaimsCookie } from "~/lib/auth/newer-claims";
import { getSession, type Session } from "~/lib/auth/session";
import { requestLogger } from "~/lib/request/request-id";

const LIMITS = { attemptMs: 1_500, totalMs: 1_500, retries: 0 };

/**
 * Leaves a user's claims, as Clerk has just answered them, for the visitor's next requests: after
 * this a plain `redirect()` shows them. Does nothing for a user who isn't the visitor.
 * @param known the claims, where they were read from the user already
 */
export async function rememberClaims(user: User, known?: Claims): Promise<void> {
  try {
    const session = await getSession();
    if (session?.userId !== user.id) return;
    const claims = known ?? (await readNow(user, session));
    if (!claims) return;
    (await cookies()).set(newerClaimsCookie({ claims, updatedAt: user.updatedAt }, session));
  } catch (error) {
    // Scripts and webhooks have no visitor, and a page that renders can't set cookies. The token
    // brings the new claims within a minute.
    unstable_rethrow(error);
  }
}

/** Null when Clerk doesn't answer. A denial of the next request asks again. */
async function readNow(user: User, session: Session): Promise<Claims | null> {
  const log = await requestLogger({ module: "claims" });
  const [, claims] = await claimsNow(user, session, {
    resource: `clerk/users/${user.id}`,
    log,
    ...LIMITS,
  });
  return claims;
}
