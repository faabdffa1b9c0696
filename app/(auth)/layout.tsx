import type { ReactNode } from "react";
import { ClerkApp } from "~/components/claims/clerk-app";
import { Header } from "~/components/site/header";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <ClerkApp>
      <Header />
      <main
        id="main"
        tabIndex={-1}
        className="flex grow flex-col items-center justify-center gap-6 px-5 py-10"
      >
        {children}
      </main>
    </ClerkApp>
  );
}
