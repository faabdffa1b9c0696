import type { ReactNode } from "react";
import { Logo } from "~/components/site/logo";
import { ThemeToggle } from "~/components/site/theme-toggle";

/** The header of pages outside the app: name, theme, and what the page adds. */
export function Header({ children = <ThemeToggle /> }: { children?: ReactNode }) {
  return (
    <header className="mx-auto flex w-full max-w-5xl items-center justify-between gap-4 px-5 py-4">
      <Logo />
      <div className="flex items-center gap-2">{children}</div>
    </header>
  );
}
