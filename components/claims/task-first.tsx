"use client";
import type { ReactNode } from "react";

/**
 * Opens Clerk's form at the task of a pending session. Clerk's own redirect there changes the URL
 * through Next's router, which its hash router doesn't notice: the form would stay empty.
 */
export function TaskFirst({ children }: { children: ReactNode }) {
  if (typeof window !== "undefined" && !window.location.hash.startsWith("#/tasks")) {
    window.history.replaceState(window.history.state, "", "#/tasks");
  }
  return children;
}
