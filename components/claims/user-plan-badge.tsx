"use client";

import { useUser } from "@clerk/nextjs";
import { PlanBadge } from "~/components/claims/plan-badge";
import { Skeleton } from "~/components/ui/skeleton";
import { claimsOfMetadata } from "~/lib/auth/claims";

/** The visitor's plan as the browser knows it, for client components. Display only: no gate. */
export function UserPlanBadge() {
  const { isLoaded, user } = useUser();
  if (!isLoaded) return <Skeleton role="status" aria-label="Loading plan" className="h-5 w-20" />;
  return user ? <PlanBadge plan={claimsOfMetadata(user.publicMetadata).plan} /> : null;
}
