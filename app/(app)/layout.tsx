import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ClaimsSync } from "~/components/claims/claims-sync";
import { ClerkApp } from "~/components/claims/clerk-app";
import { TokenNotCustomized } from "~/components/claims/token-not-customized";
import { AppHeader } from "~/components/site/app-header";
import { Toasts } from "~/components/site/toasts";
import { getSession } from "~/lib/auth/session";

/** A preview of a link is made without a session, from the sign-in page. */
export const metadata: Metadata = { openGraph: null, twitter: null };

/**
 * Reads the session to show the right navigation, and guards nothing: client navigation does not
 * run layouts again. The guard is the first line of each page.
 */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const session = await getSession();
  return (
    <ClerkApp>
      <AppHeader claims={session?.claims ?? null} />
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-5xl grow px-5 py-10">
        <TokenNotCustomized session={session} />
        {children}
      </main>
      {session ? <ClaimsSync rendered={session.claims} /> : null}
      <Toasts />
    </ClerkApp>
  );
}
