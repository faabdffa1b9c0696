import "server-only";
import { clerkClient } from "@clerk/nextjs/server";
import { claimsOfMetadata } from "~/lib/auth/claims";
import { describeDenial } from "~/lib/auth/explain";
import { type Decision, decide, type GatedPath } from "~/lib/auth/policy";
import { getSession, type Session } from "~/lib/auth/session";
import { callService } from "~/lib/call";
import { DbError, type Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request-id";

/**
 * The guard for what must not trust a claim up to 60 s old (roles, private metadata, money): reads
 * the user and the session through the Backend API, two calls side by side, and decides on those.
 * @returns the session with the claims as Clerk has them now, or a DbError: `unauthenticated`,
 *   `permission-denied`, and retryable ones when Clerk does not answer. It fails closed.
 */
export async function requireFresh(path: GatedPath): Promise<Result<Session>> {
  const session = await getSession();
  if (!session) return deny(path, { kind: "sign-in" });
  const { userId, sessionId } = session;
  const log = await requestLogger({ module: "session" });
  const clerk = await clerkClient();
  const limits = { log, attemptMs: 2_000, totalMs: 4_000, retries: 1 };
  const [[userError, user], [sessionError, current]] = await Promise.all([
    callService(() => clerk.users.getUser(userId), {
      ...limits,
      resource: `clerk/users/${userId}`,
    }),
    callService(() => clerk.sessions.getSession(sessionId), {
      ...limits,
      resource: `clerk/sessions/${sessionId}`,
    }),
  ]);
  for (const error of [userError, sessionError]) {
    // One that Clerk no longer knows is an answer: the user or the session is gone.
    if (!error || error.code === "not-found") continue;
    log.warn({ userId, errorCode: error.code, err: error }, "Access could not be checked afresh");
    return [error, null];
  }
  const isLive = current?.status === "active" && current.userId === userId;
  if (!user || !isLive || user.banned || user.locked) return deny(path, { kind: "sign-in" });

  const claims = claimsOfMetadata(user.publicMetadata);
  const decision = decide(path, claims);
  return decision.kind === "allow" ? [null, { ...session, claims }] : deny(path, decision);
}

function deny(path: GatedPath, denial: Exclude<Decision, { kind: "allow" }>): [DbError, null] {
  const code = denial.kind === "sign-in" ? "unauthenticated" : "permission-denied";
  return [new DbError(code, { resource: `policy${path}`, message: describeDenial(denial) }), null];
}
