import type { ReactNode } from "react";
import { ClerkApp } from "~/components/claims/clerk-app";

export default function BenchLayout({ children }: { children: ReactNode }) {
  return <ClerkApp>{children}</ClerkApp>;
}
