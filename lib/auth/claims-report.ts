import "server-only";
import { type ParsedClaims, SESSION_TOKEN_TEMPLATE } from "~/lib/auth/claims";
import { requestLogger } from "~/lib/request/request-id";

const reported = new Set<string>();

function isFirst(finding: string): boolean {
  if (reported.size > 1_000) reported.clear();
  if (reported.has(finding)) return false;
  reported.add(finding);
  return true;
}

/**
 * Logs claims with wrong values and a session token that was never customized. Once: each of Next's
 * bundles keeps its own list.
 */
export async function reportClaims(
  userId: string,
  { customized, rejected }: Pick<ParsedClaims, "customized" | "rejected">,
): Promise<void> {
  if (!customized && isFirst("not customized")) {
    const log = await requestLogger({ module: "claims" });
    const json = JSON.stringify(SESSION_TOKEN_TEMPLATE);
    log.error(
      `The session token has no "metadata" claim, so every user is treated as a new user on the free plan. In the Clerk Dashboard open Sessions → Customize session token and paste: ${json}`,
    );
  }
  if (rejected.length > 0 && isFirst(`${userId}:${rejected}`)) {
    const log = await requestLogger({ module: "claims" });
    log.warn({ userId, rejected }, "Claims with unknown values were ignored");
  }
}
