import type { Metadata } from "next";
import type { ReactNode } from "react";
import { AccountMenu } from "~/components/claims/account-menu";
import { AccountThemeToggle } from "~/components/claims/account-theme";
import { ClerkApp } from "~/components/claims/clerk-app";
import { ForgetDrafts } from "~/components/claims/forget-drafts";
import { TokenNotCustomized } from "~/components/claims/token-not-customized";
import { Header } from "~/components/site/header";
import { Toasts } from "~/components/site/toasts";
import { getSession } from "~/lib/auth/session";

/** A preview of a link is made without a session, from the sign-in page. */
export const metadata: Metadata = { openGraph: null, twitter: null };

export default async function OnboardingLayout({ children }: { children: ReactNode }) {
  const session = await getSession();
  return (
    <ClerkApp>
      <Header>
        <AccountThemeToggle />
        <AccountMenu />
      </Header>
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-lg grow px-5 py-10">
        <TokenNotCustomized session={session} />
        {children}
      </main>
      <ForgetDrafts />
      <Toasts />
    </ClerkApp>
  );
}
