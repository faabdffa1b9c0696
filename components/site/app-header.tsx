import { AccountMenu } from "~/components/claims/account-menu";
import { AccountThemeToggle } from "~/components/claims/account-theme";
import { AppNav } from "~/components/site/app-nav";
import { Logo } from "~/components/site/logo";
import type { Claims } from "~/lib/auth/claims";
import { navigationFor } from "~/lib/navigation";

/** Name, the pages this visitor may open, theme, and Clerk's account menu. */
export function AppHeader({ claims }: { claims: Claims | null }) {
  return (
    <header className="border-b bg-card">
      <div className="mx-auto flex min-h-16 w-full max-w-5xl items-center gap-x-8 px-5 max-lg:flex-wrap max-lg:pt-3">
        <Logo />
        <AppNav items={navigationFor(claims)} />
        <div className="ml-auto flex items-center gap-3 max-lg:order-2">
          <AccountThemeToggle />
          <AccountMenu canDelete={claims?.role !== "admin"} />
        </div>
      </div>
    </header>
  );
}
