"use client";

import { useAuth, useSession, useUser } from "@clerk/nextjs";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { describeChanges } from "~/components/claims/describe-changes";
import { type Claims, isSame, parseClaims } from "~/lib/auth/claims";
import { decide, findPath } from "~/lib/auth/policy";

/**
 * Brings the browser's side up to date after claims have changed: Clerk's hooks, the navigation and
 * the other tabs, and says what changed. Display only: the server reads its own, newer claims.
 * @param rendered the claims that the layout was rendered with
 */
export function ClaimsSync({ rendered }: { rendered: Claims }) {
  const router = useRouter();
  const pathname = usePathname();
  const { session } = useSession();
  const { user } = useUser();
  const { sessionClaims } = useAuth();
  const held = sessionClaims ? JSON.stringify(parseClaims(sessionClaims).claims) : null;
  const tried = useRef("");
  const checked = useRef<Claims>(undefined);
  const shown = useRef(rendered);
  const openedAt = useRef<string | null>(pathname);

  useEffect(() => {
    // A page is open that these claims deny, so the server has newer ones: render the layout again.
    // Not for the page that the layout came with, which may be a denial shown at the denied address.
    if (pathname === openedAt.current) return;
    openedAt.current = null;
    if (decide(findPath(pathname), rendered).kind !== "allow") router.refresh();
  }, [pathname, rendered, router]);

  useEffect(() => {
    const pair = `${held} ${JSON.stringify(rendered)}`;
    if (!session || !user || !held || tried.current === pair) return;
    tried.current = pair;
    const isNewPage = checked.current !== rendered;
    checked.current = rendered;
    if (held === JSON.stringify(rendered)) return;
    void (async () => {
      // One of the two is old. After a new page it's the token: `skipCache` makes Clerk read its database.
      if (isNewPage) await session.getToken({ skipCache: true });
      await user.reload();
      const { claims } = parseClaims(session.lastActiveToken?.jwt?.claims);
      if (!isSame(claims, rendered)) router.refresh();
    })().catch(() => undefined); // Offline: the next page or Clerk's own refresh brings it.
  }, [held, rendered, router, session, user]);

  useEffect(() => {
    const tabs = new BroadcastChannel("claims");
    tabs.onmessage = () => router.refresh();
    const changes = describeChanges(shown.current, rendered);
    if (changes.length > 0) {
      import("sonner").then(
        ({ toast }) => changes.map((change) => toast(change)),
        () => {}, // offline: the page shows them, too
      );
      tabs.postMessage(changes);
    }
    shown.current = rendered;
    return () => tabs.close();
  }, [rendered, router]);

  return null;
}
