"use client";

import type { ReactNode } from "react";
import { useAccess } from "~/components/claims/use-claims";
import type { GatedPath } from "~/lib/auth/policy";

/**
 * Shows its children to those whom the policy lets open `path`, and `fallback` to everybody else
 * and until Clerk has loaded. Display only, no protection: the children are in the page's code and
 * data whoever looks. What must not be seen belongs behind `requireAccess` on the server.
 * @example <Gate path="/reports" fallback={<UpgradeHint />}><Link href="/reports">…</Link></Gate>
 */
export function Gate({
  path,
  fallback = null,
  children,
}: {
  path: GatedPath;
  fallback?: ReactNode;
  children: ReactNode;
}) {
  return useAccess(path)?.kind === "allow" ? children : fallback;
}
