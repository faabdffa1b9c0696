"use client";

import { useUser } from "@clerk/nextjs";
import { useEffect } from "react";
import { parsePreferences, THEME_COOKIE, type Theme } from "~/lib/auth/display-preferences";

const A_YEAR_S = 31_536_000;

/**
 * Tells the style sheet which theme the visitor chose: at first what the cookie says, then what
 * Clerk has, which another device may have changed.
 */
export function ThemeMark({ remembered }: { remembered: Theme }) {
  const { user } = useUser();
  const theme = user ? parsePreferences(user.unsafeMetadata).theme : remembered;

  const isKnown = Boolean(user);

  useEffect(() => {
    if (!isKnown) return;
    const seconds = theme === "system" ? 0 : A_YEAR_S;
    // biome-ignore lint/suspicious/noDocumentCookie: cookieStore is missing on plain http and in older Safari
    document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${seconds}; samesite=lax`;
  }, [theme, isKnown]);

  return <span hidden data-theme={theme} />;
}
