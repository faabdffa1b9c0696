import { ClerkProvider } from "@clerk/nextjs";
import type { ComponentProps, ReactNode } from "react";

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
    colorBorder: "var(--border-strong)",
    colorInput: "var(--surface)",
    colorInputForeground: "var(--foreground)",
    colorDanger: "var(--danger)",
    colorRing: "var(--accent)",
    fontFamily: "inherit",
    borderRadius: "0.5rem",
  },
};

/** Clerk for the layouts that need it. `/` is under none of them and ships no script of Clerk's. */
export function ClerkApp({ children }: { children: ReactNode }) {
  return (
    <ClerkProvider
      appearance={appearance}
      signInUrl="/sign-in"
      signUpUrl="/sign-up"
      afterSignOutUrl="/"
    >
      {children}
    </ClerkProvider>
  );
}
