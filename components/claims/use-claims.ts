"use client";

import { useAuth } from "@clerk/nextjs";
import { type Claims, parseClaims } from "~/lib/auth/claims";
import { type Decision, decide, type GatedPath } from "~/lib/auth/policy";

/**
 * The claims in the browser's session token; null while Clerk loads and when signed out. Display
 * only: whoever sits at the browser can change what it believes.
 */
export function useClaims(): Claims | null {
  const { isSignedIn, sessionClaims } = useAuth();
  return isSignedIn ? parseClaims(sessionClaims).claims : null;
}

/** What the policy says about the visitor and a path; null while Clerk loads. Display only. */
export function useAccess(path: GatedPath): Decision | null {
  const { isLoaded } = useAuth();
  const claims = useClaims();
  return isLoaded ? decide(path, claims) : null;
}
