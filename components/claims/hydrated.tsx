"use client";

import { type ReactNode, useSyncExternalStore } from "react";

const never = () => () => {};

/** False on the server and while React hydrates its HTML, which must render the same. */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/**
 * Renders its children once React has hydrated the page. Clerk's components read whether clerk-js has
 * loaded while they render, so a script that is faster than hydration makes their HTML differ from
 * the server's (React error 418), and sometimes the account menu never appears.
 */
export function Hydrated({ fallback, children }: { fallback?: ReactNode; children: ReactNode }) {
  return useIsHydrated() ? children : fallback;
}
