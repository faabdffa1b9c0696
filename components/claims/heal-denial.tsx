"use client";

import { useAuth } from "@clerk/nextjs";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { recheck } from "~/components/claims/recheck";

const REPLACED_RECENTLY_MS = 10_000;

/**
 * When each wanted path was last gone back to, for as long as this document lives. It bounds the
 * worst case, a page that denies what `recheck` allows, to one attempt in ten seconds. It is set
 * only when going back: set before looking, it would block honest retries.
 */
const replacedAt = new Map<string, number>();

/**
 * Heals a denial that came from a token older than the visitor's claims: refreshes the token once,
 * lets the server look again, and goes where the visitor wanted. One token call for each denial.
 * @param from the wanted path
 * @param denial differs for each denial, so that a second click is looked at again
 */
export function HealDenial({ from, denial }: { from: string; denial: string }) {
  const router = useRouter();
  const { isLoaded, isSignedIn, getToken } = useAuth();
  const looked = useRef<string>(null);
  const [isLooking, setIsLooking] = useState(true);

  useEffect(() => {
    if (!isLoaded || looked.current === denial) return;
    looked.current = denial;
    async function look() {
      if (Date.now() - (replacedAt.get(from) ?? Number.NEGATIVE_INFINITY) < REPLACED_RECENTLY_MS)
        return;
      await getToken({ skipCache: true });
      const answer = await recheck(null, { from });
      if (!answer.success || !answer.data.allowed) return;
      replacedAt.set(from, Date.now());
      // `from` went through safeReturnPath, on the server and again in recheck.
      router.replace(from as Route);
    }
    if (!isSignedIn) return setIsLooking(false);
    setIsLooking(true);
    look()
      // Offline, or signed out meanwhile: the page as it stands is the answer.
      .catch(() => undefined)
      .finally(() => setIsLooking(false));
  }, [isLoaded, isSignedIn, getToken, from, denial, router]);

  return (
    <p role="status" className="min-h-5 text-sm text-muted">
      {isLooking ? "Checking your access once more…" : ""}
    </p>
  );
}
