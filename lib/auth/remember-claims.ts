import "server-only";
import type { User } from "@clerk/nextjs/server";
import { cookies } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { newerClaimsCookie } from "~/lib/auth/newer-claims";
import { getSession } from "~/lib/auth/session";

/**
 * Leaves a user's claims, as Clerk has just answered them, for the visitor's next requests: after
 * this a plain `redirect()` shows them. Does nothing for a user who isn't the visitor.
 */
export async function rememberClaims(user: User): Promise<void> {
  try {
    const session = await getSession();
    if (session?.userId !== user.id) return;
    (await cookies()).set(newerClaimsCookie(user, session));
  } catch (error) {
    // Scripts and webhooks have no visitor, and a page that renders can't set cookies. The token
    // brings the new claims within a minute.
    unstable_rethrow(error);
  }
}
