import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { LocalClerk } from "../server.ts";

/** Where the browser finds the Frontend API, on the app's own origin. */
export const PROXY_PATH = "/__clerk";

/** What frameworks ask of a variable that browsers may know. */
const PUBLIC_PREFIXES = ["", "NEXT_PUBLIC_", "VITE_", "PUBLIC_", "NUXT_PUBLIC_"];

/** The same value under the name that each framework reads. */
function publicly(name: string, value: string): Record<string, string> {
  return Object.fromEntries(PUBLIC_PREFIXES.map((prefix) => [`${prefix}${name}`, value]));
}

/** The names that the project's .env files set. */
function namesIn(folder: string): Set<string> {
  const files = readdirSync(folder).filter((name) => /^\.env(\.(local|development))*$/.test(name));
  return new Set(
    files.flatMap((name) => Object.keys(parseEnv(readFileSync(join(folder, name), "utf8")))),
  );
}

/**
 * The variables of Clerk's documentation, for a program in `folder`. Keys and addresses always count,
 * so that no call reaches a real Clerk. Where the app has its own sign-in page, its .env file or the
 * shell says so, and it stays.
 */
export function environmentFor(
  { publishableKey, secretKey, jwtKey, url }: LocalClerk,
  folder: string,
  shell: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const own = new Set([...namesIn(folder), ...Object.keys(shell)]);
  const hosted = { CLERK_SIGN_IN_URL: "sign-in", CLERK_SIGN_UP_URL: "sign-up" };
  const pages = Object.entries(hosted).flatMap(([name, path]) =>
    PUBLIC_PREFIXES.some((prefix) => own.has(`${prefix}${name}`))
      ? []
      : Object.entries(publicly(name, `${PROXY_PATH}/${path}`)),
  );
  return {
    ...publicly("CLERK_PUBLISHABLE_KEY", publishableKey),
    CLERK_SECRET_KEY: secretKey,
    NUXT_CLERK_SECRET_KEY: secretKey,
    CLERK_JWT_KEY: jwtKey,
    CLERK_API_URL: url,
    CLERK_FAPI_URL: url,
    ...publicly("CLERK_PROXY_URL", PROXY_PATH),
    ...publicly("CLERK_TELEMETRY_DISABLED", "1"),
    ...Object.fromEntries(pages),
  };
}
