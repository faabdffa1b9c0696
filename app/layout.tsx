import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { headers } from "next/headers";
import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";
import { NonceProvider } from "~/components/site/nonce";
import { Anchor } from "~/components/ui/anchor";
import { NONCE_HEADER } from "~/lib/proxy/content-security-policy";
import { siteOrigin } from "~/lib/request/site-origin";
import { SITE } from "~/lib/site";
// Pages, errors and what isn't found share the header's scripts. Else each would bring its own copy.
import "~/components/site/header";
import "./globals.css";

/** `geist/font/mono` would be loaded before the first screen's picture, which shows no code. */
const mono = localFont({
  src: "../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2",
  variable: "--font-geist-mono",
  weight: "100 900",
  preload: false,
  adjustFontFallback: false,
});

export async function generateMetadata(): Promise<Metadata> {
  const { name, description } = SITE;
  return {
    // Previews of links need whole addresses.
    metadataBase: new URL(await siteOrigin()),
    title: { default: name, template: `%s · ${name}` },
    description,
    openGraph: { siteName: name, type: "website" },
    twitter: { card: "summary_large_image" },
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fafaf7" },
    { media: "(prefers-color-scheme: dark)", color: "#0d1110" },
  ],
};

/** Holds nothing that needs a session: the public page ships no script of Clerk's. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(NONCE_HEADER) ?? "";
  return (
    // next-themes sets the theme's class before React hydrates.
    <html lang="en" className={`${GeistSans.variable} ${mono.variable}`} suppressHydrationWarning>
      <body className="flex min-h-dvh flex-col">
        <Anchor
          to="main"
          className="fixed top-3 left-3 z-50 rounded-lg border bg-card px-4 py-2 text-sm font-medium not-focus:sr-only"
        >
          Skip to content
        </Anchor>
        <ThemeProvider attribute="class" nonce={nonce}>
          <NonceProvider nonce={nonce}>{children}</NonceProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
