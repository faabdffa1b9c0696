"use client";

import { ThemeProvider } from "next-themes";
import ErrorPage from "./error";
import "./globals.css";

/** Stands in for the root layout when that itself throws. */
export default function GlobalError(props: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  return (
    <html lang="en" suppressHydrationWarning>
      <body className="flex min-h-dvh flex-col">
        <title>Something went wrong</title>
        <ThemeProvider attribute="class">
          <ErrorPage {...props} />
        </ThemeProvider>
      </body>
    </html>
  );
}
