"use client";

import { useUser } from "@clerk/nextjs";
import { PlanBadge } from "~/components/claims/plan-badge";
import { Skeleton } from "~/components/ui/skeleton";
import { claimsOfMetadata } from "~/lib/auth/claims";

/** The plan in client components, from Clerk's hooks. Display only: it protects nothing. */
export function UserPlanBadge() {
  const { isLoaded, user } = useUser();
  if (!isLoaded)
    return <Skeleton role="status" aria-label="Loading plan" className="h-5 w-20 rounded-full" />;
  return user ? <PlanBadge plan={claimsOfMetadata(user.publicMetadata).plan} /> : null;
}
