"use client";

import { useAuth } from "@clerk/nextjs";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";
import { isHealing, subscribeHealer, tellDenied, tellHealer } from "~/components/claims/healer";
import { recheck } from "~/components/claims/recheck";

/**
 * Heals a denial that came from a token older than the visitor's claims: refreshes the token once,
 * lets the server look again, and goes where the visitor wanted. For whoever really lacks access,
 * and without JavaScript, the page stands as it is.
 * @param from the wanted path, as `safeReturnPath` gave it
 * @param denial differs for each denial, so that a second click is looked at again
 */
export function HealDenial({ from, denial }: { from: string; denial: string }) {
  const router = useRouter();
  const { isLoaded, isSignedIn, getToken } = useAuth();
  const isLooking = useSyncExternalStore(subscribeHealer, isHealing, () => false);

  useEffect(() => {
    if (!isLoaded || !isSignedIn) return;
    tellDenied(denial, from, {
      refreshToken: () => getToken({ skipCache: true }),
      async recheck(path) {
        const answer = await recheck(null, { from: path });
        return answer.success && answer.data.allowed;
      },
      // `recheck` has put it through safeReturnPath again.
      go: (path) => router.replace(path as Route),
    });
    return () => tellHealer({ kind: "left" });
  }, [isLoaded, isSignedIn, getToken, from, denial, router]);

  return (
    <p role="status" className="min-h-5 text-sm text-muted-foreground">
      {isLooking ? "Checking your access once more…" : ""}
    </p>
  );
}
