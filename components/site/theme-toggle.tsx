"use client";

import { Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { buttonVariants } from "~/components/ui/button-variants";

/** Switches between light and dark in this browser. Without JavaScript the system's theme applies. */
export function ThemeToggle({ onChoose }: { onChoose?: (theme: string) => void }) {
  const { resolvedTheme, setTheme } = useTheme();
  return (
    <button
      type="button"
      aria-label="Switch theme"
      className={buttonVariants({
        variant: "ghost",
        size: "icon-sm",
        className: "noscript:hidden",
      })}
      onClick={() => (onChoose ?? setTheme)(resolvedTheme === "dark" ? "light" : "dark")}
    >
      <Sun aria-hidden="true" className="dark:hidden" />
      <Moon aria-hidden="true" className="hidden dark:block" />
    </button>
  );
}
