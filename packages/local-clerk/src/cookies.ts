import { randomText } from "./ids.ts";
import type { Instance } from "./instance.ts";
import type { ClientRecord, SessionRecord } from "./records.ts";
import { activeSession } from "./sessions.ts";
import { mintSessionToken } from "./tokens.ts";

export interface Cookie {
  name: string;
  value: string;
  httpOnly: boolean;
  sameSite: "Lax" | "Strict";
}

/** Names the browser, HttpOnly; the only cookie that the Frontend API itself reads. */
export const CLIENT_COOKIE = "__client";
export const DEV_BROWSER_COOKIE = "__clerk_db_jwt";

const YEAR_SECONDS = 31_536_000;

export function setCookieLine(
  { name, value, httpOnly, sameSite }: Cookie,
  secure: boolean,
): string {
  const lifetime = value === "" ? 0 : YEAR_SECONDS;
  return [
    `${name}=${value}`,
    "Path=/",
    `Max-Age=${lifetime}`,
    `SameSite=${sameSite}`,
    ...(httpOnly ? ["HttpOnly"] : []),
    ...(secure ? ["Secure"] : []),
  ].join("; ");
}

export function clientCookie(client: ClientRecord): Cookie {
  return { name: CLIENT_COOKIE, value: client.token, httpOnly: true, sameSite: "Lax" };
}

/** Lets the app's middleware renew an expired token through the Backend API, with no redirect. */
export function refreshCookie({ keys }: Instance, session: SessionRecord | undefined): Cookie {
  const value = session?.refreshToken ?? "";
  return { name: `__refresh_${keys.cookieSuffix}`, value, httpOnly: true, sameSite: "Lax" };
}

/** The cookie under its plain name and under the one of this Clerk instance; SDKs read either. */
function both(
  { keys }: Instance,
  name: string,
  value: string,
  sameSite: Cookie["sameSite"],
): Cookie[] {
  return [name, `${name}_${keys.cookieSuffix}`].map((full) => ({
    name: full,
    value,
    httpOnly: false,
    sameSite,
  }));
}

export function sessionCookies(instance: Instance, token: string): Cookie[] {
  return both(instance, "__session", token, "Lax");
}

/** Names the browser to a development instance, which does not believe one without it. */
export function devBrowserCookies(instance: Instance, name = `dvb_${randomText(27)}`): Cookie[] {
  return both(instance, DEV_BROWSER_COOKIE, name, "Lax");
}

/**
 * All cookies that say who is signed in, as clerk-js or a handshake would set them; signed out, the
 * empty ones. A development instance without `__clerk_db_jwt` would ask for a handshake at every page.
 * @param origin the token's `azp`
 */
export async function authCookies(
  instance: Instance,
  client: ClientRecord | undefined,
  { origin, devBrowser }: { origin: string | null; devBrowser?: string | undefined },
): Promise<Cookie[]> {
  const session = client && activeSession(instance, client);
  const changedAt = client && session ? Math.floor(client.updatedAt / 1000) : 0;
  const token = session ? await mintSessionToken(instance, { ...session, origin }) : "";
  return [
    ...devBrowserCookies(instance, devBrowser),
    ...both(instance, "__client_uat", String(changedAt), "Strict"),
    ...sessionCookies(instance, token),
    refreshCookie(instance, session),
  ];
}
