"use client";

import { useUser } from "@clerk/nextjs";
import { useOptimistic, useState, useTransition } from "react";
import { parsePreferences, THEMES, type Theme } from "~/lib/auth/display-preferences";

const LABELS = { system: "System", light: "Light", dark: "Dark" } as const satisfies Record<
  Theme,
  string
>;

/** Writes unsafe metadata straight from the browser: no action of ours, and nothing to trust. */
export function ThemeForm() {
  const { user } = useUser();
  const [chosen, showAtOnce] = useOptimistic(parsePreferences(user?.unsafeMetadata).theme);
  const [hasFailed, setHasFailed] = useState(false);
  const [, start] = useTransition();

  function choose(theme: Theme) {
    setHasFailed(false);
    start(async () => {
      showAtOnce(theme);
      await user?.updateMetadata({ unsafeMetadata: { theme } }).catch(() => setHasFailed(true));
    });
  }

  return (
    <fieldset className="mt-4" disabled={!user}>
      <legend className="text-sm font-medium">Theme</legend>
      <div className="mt-1.5 inline-flex rounded-lg border border-input p-1">
        {THEMES.map((theme) => (
          <label
            key={theme}
            className="cursor-pointer rounded-md px-3 py-1 text-sm text-muted-foreground has-checked:bg-muted has-checked:font-medium has-checked:text-foreground has-focus-visible:outline-2 has-focus-visible:outline-primary"
          >
            <input
              type="radio"
              name="theme"
              value={theme}
              checked={chosen === theme}
              onChange={() => choose(theme)}
              className="sr-only"
            />
            {LABELS[theme]}
          </label>
        ))}
      </div>
      <p role="alert" className="mt-2 text-sm text-destructive empty:hidden">
        {hasFailed ? "Not saved: Clerk cannot be reached. Please try again." : ""}
      </p>
    </fieldset>
  );
}
