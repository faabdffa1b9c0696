"use client";

import { UserProfile, useUser } from "@clerk/nextjs";
import { WITHOUT_DELETION } from "~/components/claims/account-menu";
import { ClerkFallback } from "~/components/claims/clerk-fallback";
import { useIsHydrated } from "~/components/claims/hydrated";
import { Skeleton } from "~/components/ui/skeleton";

const elements = {
  rootBox: "w-full",
  cardBox: "h-auto min-h-96 w-full max-w-none border shadow-none",
};

/** Clerk's own profile. It throws while Clerk's script doesn't know the user yet, so it waits. */
export function Profile({ canDelete }: { canDelete: boolean }) {
  const { isSignedIn } = useUser();
  const isHydrated = useIsHydrated();
  const fallback = (
    <ClerkFallback what="your profile" className="max-w-none">
      <div className="flex min-h-96">
        <div className="w-60 space-y-3 border-r bg-muted p-6 max-sm:hidden">
          <Skeleton className="h-6 w-3/5" />
          <Skeleton className="mt-6 h-8" />
          <Skeleton className="h-8" />
        </div>
        <div className="grow space-y-6 p-6 sm:p-8">
          <Skeleton className="h-5 w-2/5" />
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      </div>
    </ClerkFallback>
  );
  // Its pages live in the hash, so that no rule has to cover paths below this one.
  return isHydrated && isSignedIn ? (
    <UserProfile
      routing="hash"
      appearance={{ elements: { ...elements, ...(canDelete ? {} : WITHOUT_DELETION) } }}
      fallback={fallback}
    />
  ) : (
    fallback
  );
}
