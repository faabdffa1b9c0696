import "server-only";
import { clerkClient } from "@clerk/nextjs/server";
import { claimsOfMetadata } from "~/lib/auth/claims";
import { describeDenial } from "~/lib/auth/explain";
import { decide, type GatedPath } from "~/lib/auth/policy";
import { getSession, type Session } from "~/lib/auth/session";
import { callService } from "~/lib/call";
import { DbError, type Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request-id";

/**
 * The guard for what must not trust a claim up to 60 s old (roles, private metadata, money): reads
 * the user through the Backend API and decides on that. Fails closed: when Clerk cannot be reached
 * the answer is a retryable DbError, never a session.
 */
export async function requireFresh(path: GatedPath): Promise<Result<Session>> {
  const session = await getSession();
  const resource = `policy${path}`;
  if (!session) {
    const message = describeDenial({ kind: "sign-in" });
    return [new DbError("unauthenticated", { resource, message }), null];
  }
  const log = await requestLogger({ module: "session" });
  const { userId, sessionId } = session;
  const clerk = await clerkClient();
  const options = { log, attemptMs: 2_000, totalMs: 4_000, retries: 1 };
  const [[userError, user], [sessionError, current]] = await Promise.all([
    callService(() => clerk.users.getUser(userId), {
      ...options,
      resource: `clerk/users/${userId}`,
    }),
    callService(() => clerk.sessions.getSession(sessionId), {
      ...options,
      resource: `clerk/sessions/${sessionId}`,
    }),
  ]);
  if (userError) return [userError, null];
  if (sessionError) return [sessionError, null];
  if (user.banned || user.locked || current.status !== "active") {
    const message = describeDenial({ kind: "sign-in" });
    return [new DbError("unauthenticated", { resource, message }), null];
  }
  const claims = claimsOfMetadata(user.publicMetadata);
  const decision = decide(path, claims);
  if (decision.kind !== "allow") {
    return [DbError.permissionDenied({ resource, message: describeDenial(decision) }), null];
  }
  return [null, { ...session, claims }];
}
