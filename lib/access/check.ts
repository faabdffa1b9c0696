import "server-only";
import { decideOrAsk } from "~/lib/access/ask-clerk";
import type { Denial } from "~/lib/access/denial";
import { isSame } from "~/lib/auth/claims";
import { claimsNow } from "~/lib/auth/claims-now";
import { decide, type GatedPath } from "~/lib/auth/policy";
import { rememberClaims } from "~/lib/auth/remember-claims";
import { getSession, type Session } from "~/lib/auth/session";
import { callClerk } from "~/lib/calls/call-clerk";
import type { Result } from "~/lib/firebase/errors";
import { createLimit } from "~/lib/limit";
import type { Logger } from "~/lib/logger";
import { requestLogger } from "~/lib/request/request-id";

/** Far more than a person can click. A loop is stopped before it uses up what Clerk allows the app. */
const countCall = createLimit("calls", { points: 60, duration: 10 });

interface CheckOptions {
  /** Ask Clerk instead of trusting claims up to 60 s old: for roles, private data and money. */
  fresh?: boolean | undefined;
  /** Count it against the limit of the visitor's calls. For actions and API routes. */
  isCall?: boolean;
  /** Ask Clerk before denying. For actions: the proxy has done so for the request's own path. */
  askBeforeDenying?: boolean;
}

/**
 * The one check behind every guard: may the visitor of this request use `path`?
 * `requireAccess`, `action` and `apiRoute` translate its answer for pages, actions and handlers.
 * @returns `[null, session]`, or `[denial, null]`. It fails closed.
 */
export async function check(
  path: GatedPath,
  { fresh = false, isCall = false, askBeforeDenying = false }: CheckOptions = {},
): Promise<Result<Session, Denial>> {
  const held = await getSession();
  // First, because the others may call Clerk.
  const retryAfterMs = isCall && held ? await countCall(held.userId) : 0;
  if (retryAfterMs > 0) return [{ kind: "too-often", retryAfterMs }, null];
  const makeLog = () => requestLogger({ module: "access" });
  const { decision, session, learned } = askBeforeDenying
    ? await decideOrAsk(path, held, makeLog)
    : { decision: decide(path, held?.claims ?? null), session: held, learned: null };
  if (learned) await rememberClaims(learned, session?.claims);
  if (!session) return [{ kind: "sign-in" }, null];
  if (decision.kind !== "allow") return [decision, null];
  return fresh ? confirm(path, session, await makeLog()) : [null, session];
}

const UNCONFIRMED: Result<Session, Denial> = [{ kind: "unconfirmed" }, null];

/** Asks Clerk for the user and the session as they are now, side by side. */
async function confirm(
  path: GatedPath,
  session: Session,
  log: Logger,
): Promise<Result<Session, Denial>> {
  const { userId, sessionId } = session;
  const options = (resource: string) => {
    return { resource, log, attemptMs: 2_000, totalMs: 4_000, retries: 1 };
  };
  const [[userError, user], [sessionError, current]] = await Promise.all([
    callClerk(({ users }) => users.getUser(userId), options(`clerk/users/${userId}`)),
    callClerk(({ sessions }) => sessions.getSession(sessionId), options("clerk/sessions")),
  ]);
  // "Not found" is an answer: the user or the session is gone.
  const error = [userError, sessionError].find((one) => one && one.code !== "not-found");
  if (error) return UNCONFIRMED;
  const isLive = current?.status === "active" && current.userId === userId;
  // `locked` isn't asked: it stops sign-ins after wrong passwords, which anyone can enter for anyone.
  if (!user || !isLive || user.banned) return [{ kind: "sign-in" }, null];
  const [claimsError, claims] = await claimsNow(user, session, options("clerk/claims"));
  if (claimsError) return UNCONFIRMED;
  // Clerk was asked anyway, so the next request needn't read old claims.
  if (!isSame(claims, session.claims)) await rememberClaims(user, claims);
  const decision = decide(path, claims);
  return decision.kind === "allow" ? [null, { ...session, claims }] : [decision, null];
}
