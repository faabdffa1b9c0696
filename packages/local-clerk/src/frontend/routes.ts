import { Hono } from "hono";
import { getCookie } from "hono/cookie";
import { DEV_BROWSER_COOKIE, devBrowserCookies, setCookieLine } from "../cookies.ts";
import type { Env, Instance } from "../instance.ts";
import { isSecure } from "./browser.ts";
import { client } from "./client.ts";
import { emailAddresses } from "./email-addresses.ts";
import { externalAccounts } from "./external-accounts.ts";
import { handshake } from "./handshake.ts";
import { me } from "./me.ts";
import { oneClick } from "./one-click.ts";
import { organizations } from "./organizations.ts";
import { phoneNumbers } from "./phone-numbers.ts";
import { profileImage } from "./profile-image.ts";
import { sessions } from "./sessions.ts";
import { signIns } from "./sign-ins.ts";
import { signUps } from "./sign-ups.ts";
import { templateTokens } from "./template-tokens.ts";
import { waitlist } from "./waitlist.ts";

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
    .route("/", organizations(instance))
    .route("/", me(instance))
    .route("/", emailAddresses(instance))
    .route("/", profileImage(instance))
    .route("/", templateTokens(instance))
    .route("/", waitlist(instance))
    .route("/", phoneNumbers(instance))
    .route("/", externalAccounts(instance));
}
