"use client";

import { UserProfile, useUser } from "@clerk/nextjs";
import { WITHOUT_DELETION } from "~/components/claims/account-menu";
import { ClerkFallback } from "~/components/claims/clerk-fallback";
import { useIsHydrated } from "~/components/claims/hydrated";

const elements = {
  rootBox: "w-full",
  cardBox: "h-auto min-h-96 w-full max-w-none border shadow-none",
};

/** Clerk's own profile. It throws while Clerk's script doesn't know the user yet, so it waits. */
export function Profile({ canDelete }: { canDelete: boolean }) {
  const { isSignedIn } = useUser();
  const isHydrated = useIsHydrated();
  const fallback = <ClerkFallback what="your profile" className="max-w-none" />;
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
