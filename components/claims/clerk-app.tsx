import { ClerkProvider } from "@clerk/nextjs";
import { shadcn } from "@clerk/ui/themes";
import type { ReactNode } from "react";

// A copy, because `exactOptionalPropertyTypes` refuses the theme's own type.
const theme = { ...shadcn, cssLayerName: "components" };

/** Clerk for the layouts that need it. `/` is under none of them and ships no script of Clerk's. */
export function ClerkApp({ children }: { children: ReactNode }) {
  return (
    <ClerkProvider
      appearance={{ theme }}
      signInUrl="/sign-in"
      signUpUrl="/sign-up"
      afterSignOutUrl="/"
    >
      {children}
    </ClerkProvider>
  );
}
