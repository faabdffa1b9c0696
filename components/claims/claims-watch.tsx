"use client";

import { useUser } from "@clerk/nextjs";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { describeChanges } from "~/components/claims/describe-changes";
import { isHealing, subscribeHealer } from "~/components/claims/healer";
import { useLatestToken } from "~/components/claims/latest-token";
import { toast } from "~/components/ui/toaster";
import { type Claims, claimsOfMetadata } from "~/lib/auth/claims";
import type { RenderedToken } from "~/lib/auth/session";

/** Tells the visitor's other tabs that the cookie they share has a token with these claims. */
const CHANNEL = "claims-changed";

/** What the last page was rendered with, and for whom. Outlives the layouts that are left. */
let shown: { userId: string; claims: Claims } | null = null;

/**
 * Notices claims that changed under the visitor (an admin, a payment, another tab): when the
 * browser's token has others than the page was rendered with, renders it anew, which also drops
 * what the client router kept from before, says what has changed, and tells the other tabs.
 * @param rendered what the layout was rendered with
 */
export function ClaimsWatch({ rendered }: { rendered: RenderedToken }) {
  const router = useRouter();
  const latest = useLatestToken(rendered);
  // While a denial is looked at, the look itself brings the new page.
  const isBusy = useSyncExternalStore(subscribeHealer, isHealing, () => false);
  const { user } = useUser();
  const refreshedFor = useRef("");
  const reloadedFor = useRef("");
  const old = nameOf(rendered);
  const current = nameOf(latest);

  useEffect(() => {
    const change = `${old} ${current}`;
    // Once for each change: a page that is still old after that has an older cookie than this tab.
    if (old === current || isBusy || refreshedFor.current === change) return;
    refreshedFor.current = change;
    router.refresh();
  }, [old, current, isBusy, router]);

  useEffect(() => {
    // Clerk renews the token by itself, but not the user that `useUser` gives.
    if (!user || old !== current || reloadedFor.current === current) return;
    const claims = claimsOfMetadata(user.publicMetadata);
    if (nameOf({ userId: user.id, claims }) === current) return;
    reloadedFor.current = current;
    user.reload().catch(() => undefined); // display only: the next document has it
  }, [user, old, current]);

  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }) => {
      if (data !== old) router.refresh();
    };
    const { userId, claims } = rendered;
    if (shown?.userId === userId && nameOf(shown) !== old) {
      describeChanges(shown.claims, claims).forEach(toast);
      channel.postMessage(old);
    }
    shown = { userId, claims };
    return () => channel.close();
  }, [rendered, old, router]);

  return null;
}

/** Equal for equal claims of one user; `parseClaims` always gives the fields in one order. */
function nameOf({ userId, claims }: { userId: string; claims: Claims }): string {
  return `${userId}:${JSON.stringify(claims)}`;
}
