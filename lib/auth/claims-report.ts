import "server-only";
import { type ParsedClaims, SESSION_TOKEN_TEMPLATE } from "~/lib/auth/claims";
import { requestLogger } from "~/lib/request-id";

/** What was already said, so that a request a second does not say it a second. */
const reported = new Set<string>();
const MOST_REMEMBERED = 1_000;

function firstTime(what: string): boolean {
  if (reported.has(what)) return false;
  if (reported.size >= MOST_REMEMBERED) reported.clear();
  reported.add(what);
  return true;
}

/**
 * Logs, once per process and finding, claims that could not be believed and a session token that
 * was never customized. Missing claims are a new user's normal state and are not reported.
 */
export async function reportClaims(
  userId: string,
  { customized, rejected }: Omit<ParsedClaims, "claims">,
): Promise<void> {
  if (!customized && firstTime("not-customized")) {
    const log = await requestLogger({ module: "claims" });
    log.error(
      `The session token has no "metadata" claim, so everybody counts as a new user on the free plan. In the Clerk Dashboard open Sessions, Customize session token, and paste: ${JSON.stringify(SESSION_TOKEN_TEMPLATE)}`,
    );
  }
  if (rejected.length > 0 && firstTime(`${userId}:${rejected.join()}`)) {
    const log = await requestLogger({ module: "claims" });
    log.warn(
      { userId, rejected },
      "Claims with values this app does not know fell to the least privilege",
    );
  }
}
