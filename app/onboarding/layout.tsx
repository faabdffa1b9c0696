import { UserButton } from "@clerk/nextjs";
import type { ReactNode } from "react";
import { ClerkApp } from "~/components/claims/clerk-app";
import { TokenNotCustomized } from "~/components/claims/token-not-customized";
import { Logo } from "~/components/site/logo";
import { getSession } from "~/lib/auth/session";

export default async function OnboardingLayout({ children }: { children: ReactNode }) {
  const session = await getSession();
  return (
    <ClerkApp>
      <header className="mx-auto flex w-full max-w-5xl items-center justify-between px-5 py-4">
        <Logo />
        <div className="flex size-7 items-center">
          <UserButton />
        </div>
      </header>
      <main className="mx-auto w-full max-w-lg grow px-5 py-10">
        <TokenNotCustomized session={session} />
        {children}
      </main>
    </ClerkApp>
  );
}
