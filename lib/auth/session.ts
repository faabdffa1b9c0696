import "server-only";
import { auth } from "@clerk/nextjs/server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { safeReturnPath, WANTED_PATH_HEADER, withReturnPath } from "~/lib/access/return-path";
import { type Claims, claimsSize, type ParsedClaims, parseClaims } from "~/lib/auth/claims";
import { reportClaims } from "~/lib/auth/claims-report";
import { assertRule, decide, type GatedPath } from "~/lib/auth/policy";

export interface Session {
  userId: string;
  sessionId: string;
  claims: Claims;
  /** How the claims stood in the token: what was missing, what was refused. */
  token: Omit<ParsedClaims, "claims"> & {
    /** Seconds since 1970. */
    issuedAt: number;
    expiresAt: number;
    /** Size of the custom claims. */
    bytes: number;
  };
}

/**
 * The visitor's session as their verified token has it, or null when signed out. Reads no network;
 * once a request, because every `auth()` decrypts the proxy's message again.
 */
export const getSession = cache(async (): Promise<Session | null> => {
  const { userId, sessionId, sessionClaims } = await auth();
  if (!userId || !sessionId || !sessionClaims) return null;
  const { claims, ...report } = parseClaims(sessionClaims);
  await reportClaims(userId, report);
  return {
    userId,
    sessionId,
    claims,
    token: {
      ...report,
      issuedAt: sessionClaims.iat,
      expiresAt: sessionClaims.exp,
      bytes: claimsSize(sessionClaims.metadata),
    },
  };
});

/** Path and query of the page that is asked for, to come back to. */
async function wantedPath(path: GatedPath): Promise<string> {
  return safeReturnPath((await headers()).get(WANTED_PATH_HEADER)) ?? path;
}

/**
 * The guard: first line of every gated page, with the page's own path. Returns the session of a
 * visitor who may be here; anybody else is redirected and the page never runs.
 * In actions it is `action(...)`, in route handlers `apiRoute(...)` that ask the same table.
 * @param path the page's path as it stands in the policy
 */
export async function requireAccess(path: GatedPath): Promise<Session> {
  assertRule(path);
  const session = await getSession();
  const decision = decide(path, session?.claims ?? null);
  if (session && decision.kind === "allow") return session;
  const at = await wantedPath(path);
  switch (decision.kind) {
    case "onboarding":
      return redirect(withReturnPath("/onboarding", "from", at));
    case "forbidden":
      return redirect(withReturnPath("/unauthorized", "from", at));
    default:
      return redirect(withReturnPath("/sign-in", "redirect_url", at));
  }
}

/** What a page was rendered with, for the browser to compare its own token with. */
export interface RenderedToken {
  userId: string;
  claims: Claims;
  /** Seconds since 1970. */
  issuedAt: number;
  expiresAt: number;
}

export function renderedToken({ userId, claims, token }: Session): RenderedToken {
  return { userId, claims, issuedAt: token.issuedAt, expiresAt: token.expiresAt };
}
