"use client";

import { useAccountTheme } from "~/components/claims/account-theme";
import { useIsHydrated } from "~/components/claims/hydrated";

const LABELS: Record<string, string> = { light: "Light", dark: "Dark", system: "System" };

/** Saved in Clerk's unsafe metadata, straight from the browser. */
export function ThemeForm() {
  const { theme, themes, choose } = useAccountTheme();
  // The server can't know which theme this browser remembers.
  const isHydrated = useIsHydrated();
  return (
    <fieldset disabled={!isHydrated}>
      <legend className="text-sm font-medium">Theme</legend>
      <div className="mt-1.5 inline-flex rounded-lg border border-input p-1">
        {themes.map((name) => (
          <label
            key={name}
            className="cursor-pointer rounded-md px-3 py-1 text-sm text-muted-foreground has-checked:bg-accent has-checked:font-medium has-checked:text-accent-foreground has-focus-visible:outline-2 has-focus-visible:outline-ring forced-colors:has-checked:outline-2"
          >
            <input
              type="radio"
              name="theme"
              value={name}
              checked={isHydrated && theme === name}
              onChange={() => choose(name)}
              className="sr-only"
            />
            {LABELS[name]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
