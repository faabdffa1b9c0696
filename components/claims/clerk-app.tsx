import { ClerkProvider } from "@clerk/nextjs";
import { cookies } from "next/headers";
import type { ComponentProps, ReactNode } from "react";
import { ThemeMark } from "~/components/claims/theme-mark";
import { parseTheme, THEME_COOKIE } from "~/lib/auth/display-preferences";

/** Clerk draws a field's edge at a tenth of the border's colour, which nobody can see. */
const field = {
  '&&:not(:focus-within, [data-focus-within="true"], [data-feedback="error"])': {
    boxShadow: "0 0 0 1px var(--input)",
  },
};

/** Clerk's own components in this app's colours; the CSS variables follow the theme. */
const appearance: NonNullable<ComponentProps<typeof ClerkProvider>["appearance"]> = {
  variables: {
    colorPrimary: "var(--accent)",
    colorPrimaryForeground: "var(--on-accent)",
    colorBackground: "var(--surface)",
    colorForeground: "var(--foreground)",
    colorMutedForeground: "var(--muted)",
    colorMuted: "var(--sunken)",
    colorNeutral: "var(--foreground)",
    colorBorder: "var(--input)",
    colorInput: "var(--surface)",
    colorInputForeground: "var(--foreground)",
    colorDanger: "var(--destructive)",
    colorRing: "var(--accent)",
    fontFamily: "inherit",
    borderRadius: "0.5rem",
  },
  elements: {
    formFieldInput: field,
    otpCodeFieldInput: field,
    badge: { color: "var(--muted)" },
  },
};

/** Clerk for the layouts that need it. `/` is under none of them and ships no script of Clerk's. */
export async function ClerkApp({ children }: { children: ReactNode }) {
  const remembered = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <ClerkProvider
      appearance={appearance}
      signInUrl="/sign-in"
      signUpUrl="/sign-up"
      afterSignOutUrl="/"
    >
      <ThemeMark remembered={remembered} />
      {children}
    </ClerkProvider>
  );
}
