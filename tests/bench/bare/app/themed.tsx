import { ClerkProvider } from "@clerk/nextjs";
import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";

/** What the starter has around each page, too: Clerk's provider and a theme. */
export function Themed({ children }: { children: ReactNode }) {
  return (
    <ThemeProvider attribute="class">
      <ClerkProvider>{children}</ClerkProvider>
    </ThemeProvider>
  );
}
