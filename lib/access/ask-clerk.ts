import "server-only";
import type { User } from "@clerk/nextjs/server";
import { isSame } from "~/lib/auth/claims";
import { claimsNow } from "~/lib/auth/claims-now";
import { type Decision, decide, type PolicyPath } from "~/lib/auth/policy";
import type { Session } from "~/lib/auth/session";
import { callClerk } from "~/lib/calls/call-clerk";
import { createLimit } from "~/lib/limit";
import type { Logger } from "~/lib/logger";

/** A denied visitor waits for this call, so it is short and isn't repeated. */
const LIMITS = { attemptMs: 1_500, totalMs: 1_500, retries: 0 };

/** Calls per second. Clerk allows 100 in production and 10 in development, for everything. */
const countForUser = createLimit("ask-clerk", { points: 3, duration: 1 });
const countForAll = createLimit("ask-clerk-all", { points: 40, duration: 1 });

export interface Verdict {
  decision: Decision;
  session: Session | null;
  /** The user as Clerk has just answered, where the claims differ from the session's. */
  learned: User | null;
}

/**
 * Decides by the session's claims. Where they deny a signed-in visitor, asks Clerk once for newer
 * ones and decides again, so a role granted a second ago counts. Allowed requests make no call, and
 * when Clerk doesn't answer or was asked too often, the denial stands.
 */
export async function decideOrAsk(
  path: PolicyPath | undefined,
  session: Session | null,
  makeLog: () => Logger | Promise<Logger>,
): Promise<Verdict> {
  const decision = decide(path, session?.claims ?? null);
  const stands = { decision, session, learned: null };
  if (decision.kind === "allow" || decision.kind === "no-rule" || !session) return stands;
  const { userId } = session;
  if ((await countForUser(userId)) || (await countForAll(""))) return stands;
  const options = { resource: `clerk/users/${userId}`, log: await makeLog(), ...LIMITS };
  const [error, user] = await callClerk(({ users }) => users.getUser(userId), options);
  if (error || user.banned) return stands;
  const [claimsError, claims] = await claimsNow(user, session, options);
  if (claimsError) return stands;
  return {
    decision: decide(path, claims),
    session: { ...session, claims },
    learned: isSame(claims, session.claims) ? null : user,
  };
}
