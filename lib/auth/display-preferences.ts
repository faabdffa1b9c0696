import { z } from "zod";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Remembers the theme in this browser, so that the server's first answer has it already. */
export const THEME_COOKIE = "theme";

const themeSchema = z.enum(THEMES).catch("system");
const preferencesSchema = z.object({ theme: themeSchema }).catch({ theme: "system" });

/**
 * What a user prefers, from Clerk's unsafe metadata. The browser writes that by itself, so it may
 * hold anything: it decides about looks and nothing else. Never throws.
 */
export function parsePreferences(unsafeMetadata: unknown): { theme: Theme } {
  return preferencesSchema.parse(unsafeMetadata);
}

/** The same for the cookie, which anybody may have written too. */
export function parseTheme(value: unknown): Theme {
  return themeSchema.parse(value);
}
