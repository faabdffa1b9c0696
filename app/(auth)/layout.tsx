import type { ReactNode } from "react";
import { ClerkApp } from "~/components/claims/clerk-app";
import { Logo } from "~/components/site/logo";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <ClerkApp>
      <header className="mx-auto w-full max-w-5xl px-5 py-4">
        <Logo />
      </header>
      <main className="flex grow flex-col items-center justify-center gap-6 px-4 py-10">
        {children}
      </main>
    </ClerkApp>
  );
}
