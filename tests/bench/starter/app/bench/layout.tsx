import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ClerkApp } from "~/components/claims/clerk-app";

export const metadata: Metadata = { openGraph: null, twitter: null };

export default function BenchLayout({ children }: { children: ReactNode }) {
  return <ClerkApp>{children}</ClerkApp>;
}
