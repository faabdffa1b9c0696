import type { Context } from "hono";
import { Hono } from "hono";
import { getCookie } from "hono/cookie";
import { authCookies, DEV_BROWSER_COOKIE, setCookieLine } from "../cookies.ts";
import { ClerkError } from "../errors.ts";
import { randomText } from "../ids.ts";
import type { Env, Instance } from "../instance.ts";
import { isLocalHost } from "../local-only.ts";
import { syncOrganization } from "../organizations/active-organization.ts";
import { activeSession } from "../sessions.ts";
import { mintHandshakeToken } from "../tokens.ts";
import { appOrigin, findClient, isSecure } from "./browser.ts";

/** Back to the app only: the answer carries the session's cookies. */
function redirectUrl(c: Context<Env>): URL {
  const target = c.req.query("redirect_url") ?? "";
  const url = URL.canParse(target) ? new URL(target) : undefined;
  const app = appOrigin(c);
  const allowed = app === null ? isLocalHost(url?.host) : url?.origin === app;
  if (url && allowed) return url;
  throw new ClerkError(
    400,
    "redirect_url_invalid",
    "Invalid redirect_url",
    "redirect_url must be a page of this app.",
  );
}

/**
 * The middleware sends a document request here when its cookies do not say who is signed in; the
 * cookies go back inside a signed token, or wait for the middleware under a nonce.
 * https://clerk.com/docs/guides/how-clerk-works/overview
 */
export function handshake(instance: Instance): Hono<Env> {
  return new Hono<Env>().get("/client/handshake", async (c) => {
    const url = redirectUrl(c);
    const client = findClient(c, instance);
    const session = client && activeSession(instance, client);
    const organization = c.req.query("organization_id");
    if (session && organization !== undefined) syncOrganization(instance, session, organization);
    const devBrowser = c.req.query(DEV_BROWSER_COOKIE) ?? getCookie(c, DEV_BROWSER_COOKIE);
    // Clerk takes `azp` from the Origin header, and a navigation has none: clerk/javascript#7332, #8231.
    const cookies = await authCookies(instance, client, { origin: null, devBrowser });
    const lines = cookies.map((cookie) => setCookieLine(cookie, isSecure(c)));
    // The SDK always asks for a nonce (backend/src/tokens/handshake.ts) and understands either.
    if (instance.settings.handshakeNonce && c.req.query("format") === "nonce") {
      const nonce = randomText(32);
      instance.handshakes.set(nonce, lines);
      url.searchParams.set("__clerk_handshake_nonce", nonce);
    } else {
      url.searchParams.set("__clerk_handshake", await mintHandshakeToken(instance, lines));
    }
    c.header("cache-control", "no-store");
    return c.redirect(url.href, 307);
  });
}
