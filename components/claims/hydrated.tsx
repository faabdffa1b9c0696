"use client";

import { type ReactNode, useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * Renders its children once React has hydrated the page. Clerk's components read whether clerk-js has
 * loaded while they render, so a script that is faster than hydration makes their HTML differ from
 * the server's (React error 418), and sometimes the account menu never appears.
 */
export function Hydrated({
  fallback = null,
  children,
}: {
  fallback?: ReactNode;
  children: ReactNode;
}) {
  const isHydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return isHydrated ? children : fallback;
}
