"use client";

import { useAuth } from "@clerk/nextjs";
import { PlanBadge } from "~/components/claims/plan-badge";
import { Skeleton } from "~/components/ui/skeleton";
import { parseClaims } from "~/lib/auth/claims";

/** The plan in client components, from Clerk's hooks. Display only: it protects nothing. */
export function UserPlanBadge() {
  const { isLoaded, sessionClaims } = useAuth();
  if (!isLoaded)
    return <Skeleton role="status" aria-label="Loading plan" className="h-5 w-20 rounded-full" />;
  return sessionClaims ? <PlanBadge plan={parseClaims(sessionClaims).claims.plan} /> : null;
}
