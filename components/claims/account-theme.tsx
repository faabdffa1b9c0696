"use client";

import { useUser } from "@clerk/nextjs";
import { useTheme } from "next-themes";
import { useEffect, useEffectEvent } from "react";
import { ThemeToggle } from "~/components/site/theme-toggle";

/**
 * The theme, kept in Clerk's unsafe metadata so that it follows the user to other devices. The
 * browser writes unsafe metadata by itself, so it may hold anything: use it for looks, not access.
 */
export function useAccountTheme() {
  const { user } = useUser();
  const { theme, themes, setTheme } = useTheme();
  const saved = themes.find((name) => name === user?.unsafeMetadata.theme);
  const follow = useEffectEvent(setTheme);

  useEffect(() => {
    if (saved) follow(saved);
  }, [saved]);

  function choose(theme: string): void {
    setTheme(theme);
    user?.updateMetadata({ unsafeMetadata: { theme } }).catch(async () => {
      const { toast } = await import("sonner");
      toast.error("Clerk can't be reached. The theme is saved in this browser only.");
    });
  }
  return { theme, themes, choose };
}

export function AccountThemeToggle() {
  return <ThemeToggle onChoose={useAccountTheme().choose} />;
}
