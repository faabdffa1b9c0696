import type { Context } from "hono";
import { Hono } from "hono";
import { getCookie } from "hono/cookie";
import { z } from "zod";
import { metadataText, readForm } from "../body.ts";
import { authCookies, DEV_BROWSER_COOKIE, setCookieLine } from "../cookies.ts";
import { ClerkError } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import { checkMetadata, mergeMetadata } from "../metadata.ts";
import type { ClientRecord } from "../records.ts";
import { startSession } from "../sessions.ts";
import { getUser, updateUser } from "../users.ts";
import {
  appOrigin,
  caller,
  currentSession,
  ensureClient,
  findClient,
  isSecure,
} from "./browser.ts";

const signInForm = z.object({ user_id: z.string(), redirect_url: z.string() });
const metadataForm = z.object({ metadata: metadataText, redirect_url: z.string() });

function refused(code: string, message: string): ClerkError {
  return new ClerkError(403, code, message);
}

/** The page of the app to go on to. */
function pageOf(c: Context<Env>, path: string): URL {
  const origin = appOrigin(c);
  const url = origin !== null && URL.canParse(path, origin) ? new URL(path, origin) : null;
  if (url && url.origin === origin) return url;
  throw refused("redirect_url_invalid", "Not a page of this app.");
}

/** Sends the browser there, with a new session token. */
async function goOn(
  c: Context<Env>,
  instance: Instance,
  client: ClientRecord | undefined,
  { origin, href }: URL,
): Promise<Response> {
  const devBrowser = getCookie(c, DEV_BROWSER_COOKIE);
  for (const cookie of await authCookies(instance, client, { origin, devBrowser })) {
    c.header("set-cookie", setCookieLine(cookie, isSecure(c)), { append: true });
  }
  return c.redirect(href, 303);
}

/**
 * Plain forms for the app's pages: one signs in as a user of the seed without a password, the other
 * changes one's own public metadata, as an admin or a webhook would. No part of Clerk's API, and
 * refused unless `oneClick` is on. Other sites' forms are refused: they could sign their visitor in.
 */
export function oneClick(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();
  routes.use("/client/_local/*", async (c, next) => {
    if (!instance.oneClickUsers) throw refused("one_click_off", "One-click forms are off.");
    if (c.req.header("sec-fetch-site") !== "same-origin") {
      throw refused("local_only", "One-click forms answer the app's own pages only.");
    }
    await next();
  });

  routes.post("/client/_local/sign-in", async (c) => {
    const { user_id: userId, redirect_url: path } = await readForm(c, signInForm);
    const page = pageOf(c, path);
    if (!instance.oneClickUsers?.has(userId)) throw refused("one_click_off", "Not a local user.");
    const client = ensureClient(c, instance);
    startSession(instance, client, getUser(instance, userId), caller(c));
    return goOn(c, instance, client, page);
  });

  routes.post("/client/_local/metadata", async (c) => {
    const { metadata, redirect_url: path } = await readForm(c, metadataForm);
    const page = pageOf(c, path);
    const user = getUser(instance, currentSession(c, instance).userId);
    const publicMetadata = mergeMetadata(user.publicMetadata, metadata);
    updateUser(instance, user, { publicMetadata: checkMetadata("metadata", publicMetadata) });
    return goOn(c, instance, findClient(c, instance), page);
  });

  return routes;
}
