import "server-only";
import { headers } from "next/headers";

/** Where the visitor reached this app, for addresses that must be absolute: `"https://example.com"`. */
export async function siteOrigin(): Promise<string> {
  const all = await headers();
  // Proxies may append to what the one before them said.
  const first = (name: string) => all.get(name)?.split(",")[0]?.trim();
  const host = first("x-forwarded-host") ?? first("host") ?? "";
  const url = `${first("x-forwarded-proto") ?? "https"}://${host}`;
  return URL.canParse(url) ? new URL(url).origin : "http://localhost:3000";
}
