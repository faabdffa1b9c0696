"use client";

import { ClerkProvider } from "@clerk/nextjs";
import { shadcn } from "@clerk/ui/themes";
import type { ComponentProps, ReactNode } from "react";
import { useNonce } from "~/components/site/nonce";

const layer = { cssLayerName: "components" };
const input = "border border-input bg-card dark:bg-card! aria-invalid:border-destructive";

/**
 * Clerk's theme for shadcn/ui. Its inputs get an edge that can be seen (3:1) and our height, and its
 * button our color under the pointer: Clerk's is too light for white text (4.2:1).
 */
const appearance: NonNullable<ComponentProps<typeof ClerkProvider>["appearance"]> = {
  ...layer,
  theme: { ...shadcn, ...layer },
  elements: {
    formFieldInput: `h-10 max-h-10 ${input}`,
    otpCodeFieldInput: input,
    formButtonPrimary: "h-10 hover:bg-primary/90",
  },
};

/** Clerk for the layouts that need it. `/` is under none of them and ships no script of Clerk's. */
export function ClerkApp({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  return (
    <ClerkProvider nonce={nonce} appearance={appearance} afterSignOutUrl="/">
      {children}
    </ClerkProvider>
  );
}
