import type { MiddlewareHandler } from "hono";
import { ClerkError } from "../errors.ts";
import type { Env } from "../instance.ts";
import { PROXY_HEADERS } from "../local-only.ts";

/**
 * Nothing but a person's own browser. Browsers say which page sends a request: forms count from the
 * inspector alone, and other pages may link to it, but not read or frame it. Nothing comes through a
 * proxy, such as an app's `/__clerk`.
 */
export const ownPagesOnly: MiddlewareHandler<Env> = async (c, next) => {
  if (PROXY_HEADERS.some((name) => c.req.header(name) !== undefined)) {
    throw new ClerkError(403, "local_only", "The inspector does not answer through a proxy.");
  }
  const site = c.req.header("sec-fetch-site") ?? "none";
  const origin = c.req.header("origin");
  const isOwn = site === "none" || site === "same-origin";
  if (["GET", "HEAD"].includes(c.req.method)) {
    const isLink =
      c.req.header("sec-fetch-mode") === "navigate" &&
      c.req.header("sec-fetch-dest") === "document";
    if (origin === undefined && (isOwn || (site === "same-site" && isLink))) return next();
  } else if (isOwn && origin === new URL(c.req.url).origin) {
    return next();
  }
  throw new ClerkError(403, "local_only", "The inspector does not answer other pages.");
};
