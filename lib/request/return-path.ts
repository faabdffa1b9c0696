import { findPath, type PolicyPath } from "~/lib/auth/policy";

/** The header in which the proxy hands the page's path and query on: a page does not know its own. */
export const WANTED_PATH_HEADER = "x-wanted-path";

const BASE = "http://this-site.invalid";

/** Path and query, without Clerk's handshake parameters: they carry a session's cookies. */
export function pathOf(url: URL): string {
  const clean = new URL(url);
  for (const name of [...clean.searchParams.keys()]) {
    if (name.startsWith("__clerk")) clean.searchParams.delete(name);
  }
  return clean.pathname + clean.search;
}

/**
 * A path to go back to, from a query parameter that anybody may have written: this site's, with a
 * rule in the policy, and never one that would send the visitor round in a circle.
 * @param here the page that will lead there, which must not lead to itself
 * @returns path and query, or null when it is not acceptable
 */
export function safeReturnPath(value: unknown, here?: PolicyPath): string | null {
  if (typeof value !== "string" || value.length > 1_024 || !value.startsWith("/")) return null;
  // Reads backslashes, tabs and newlines as browsers do, so `/\evil.example` has another origin.
  let url: URL;
  try {
    url = new URL(value, BASE);
  } catch {
    return null;
  }
  if (url.origin !== BASE || url.pathname.startsWith("//")) return null;
  const path = findPath(url.pathname);
  if (!path || path.startsWith("/api/")) return null;
  if (["/sign-in", "/sign-up", "/unauthorized", here].includes(path)) return null;
  return pathOf(url);
}

/** `path` with a return path in its query, when there is one. */
export function withReturnPath<Path extends string>(
  path: Path,
  parameter: "from" | "redirect_url",
  back: string | null,
): Path | `${Path}?${string}` {
  return back ? `${path}?${new URLSearchParams({ [parameter]: back })}` : path;
}
