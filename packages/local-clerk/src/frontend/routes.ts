import { Hono } from "hono";
import { getCookie } from "hono/cookie";
import { DEV_BROWSER_COOKIE, devBrowserCookies, setCookieLine } from "../cookies.ts";
import type { Env, Instance } from "../instance.ts";
import { isSecure } from "./browser.ts";
import { client } from "./client.ts";
import { emailAddresses } from "./email-addresses.ts";
import { handshake } from "./handshake.ts";
import { me } from "./me.ts";
import { oneClick } from "./one-click.ts";
import { sessions } from "./sessions.ts";
import { signIns } from "./sign-ins.ts";
import { signUps } from "./sign-ups.ts";

/** The Frontend API: what clerk-js calls from the browser, through the app's /__clerk proxy. */
export function frontendApi(instance: Instance): Hono<Env> {
  return new Hono<Env>()
    .use(async (c, next) => {
      await next();
      // clerk-js makes this cookie itself only where the Frontend API is on another site.
      if (getCookie(c, DEV_BROWSER_COOKIE) || c.req.path.endsWith("/handshake")) return;
      for (const cookie of devBrowserCookies(instance)) {
        c.header("set-cookie", setCookieLine(cookie, isSecure(c)), { append: true });
      }
    })
    .route("/", oneClick(instance))
    .route("/", client(instance))
    .route("/", handshake(instance))
    .route("/", signUps(instance))
    .route("/", signIns(instance))
    .route("/", sessions(instance))
    .route("/", me(instance))
    .route("/", emailAddresses(instance));
}
