import type { ReactNode } from "react";
import { env } from "~/lib/env";

/**
 * A form that the local Clerk answers: it signs in as a local user, or changes the visitor's own
 * access. No code of this app does either, and no real Clerk has such an address, so neither can
 * exist in production. Nothing is shown without local users.
 * @param back the page to open then
 */
export function LocalForm({
  to,
  back,
  className,
  children,
}: {
  to: "sign-in" | "metadata";
  back: string;
  className?: string;
  children: ReactNode;
}) {
  if (!env().LOCAL_PERSONAS?.length) return null;
  return (
    <form method="post" action={`/__clerk/v1/client/_local/${to}`} className={className}>
      <input type="hidden" name="redirect_url" value={back} />
      {children}
    </form>
  );
}
