import { UserButton } from "@clerk/nextjs";
import { AppNav } from "~/components/site/app-nav";
import { Logo } from "~/components/site/logo";
import type { Claims } from "~/lib/auth/claims";
import { navigationFor } from "~/lib/auth/policy";

/** Name, the pages this visitor may open, and Clerk's account menu (profile, sign-out). */
export function AppHeader({ claims }: { claims: Claims | null }) {
  return (
    <header className="border-b bg-card">
      <div className="mx-auto flex min-h-16 w-full max-w-5xl flex-wrap items-center gap-x-6 px-5">
        <div className="py-3">
          <Logo />
        </div>
        <AppNav items={navigationFor(claims)} />
        <div className="ml-auto flex size-7 items-center max-sm:order-2">
          <UserButton />
        </div>
      </div>
    </header>
  );
}
