import { useAuth } from "@clerk/nextjs";
import { parseClaims } from "~/lib/auth/claims";
import type { RenderedToken } from "~/lib/auth/session";

/**
 * The newest token this tab knows of: its own, or the one the page was rendered with where that is
 * newer, because another tab has fetched it into the cookie that they share.
 */
export function useLatestToken(rendered: RenderedToken): RenderedToken {
  const { sessionClaims, userId } = useAuth();
  if (!sessionClaims || userId !== rendered.userId || sessionClaims.iat < rendered.issuedAt) {
    return rendered;
  }
  return {
    userId,
    claims: parseClaims(sessionClaims).claims,
    issuedAt: sessionClaims.iat,
    expiresAt: sessionClaims.exp,
  };
}
