import type { MiddlewareHandler } from "hono";
import { ClerkError } from "./errors.ts";
import type { Env } from "./instance.ts";

const LOOPBACK_ADDRESS = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && LOOPBACK_ADDRESS.test(address);
}

export function isLocalHost(host: string | undefined): boolean {
  return host !== undefined && LOCAL_HOST.test(host);
}

function refused(message: string): ClerkError {
  return new ClerkError(403, "local_only", message);
}

/** Only this machine, and under its own name: a page elsewhere that rebinds its DNS name is refused. */
export const localOnly: MiddlewareHandler<Env> = async (c, next) => {
  if (!isLoopback(c.env.incoming.socket.remoteAddress)) {
    throw refused("The local Clerk answers this machine only.");
  }
  if (!isLocalHost(c.req.header("host"))) {
    throw refused("The local Clerk answers to localhost and 127.0.0.1 only.");
  }
  await next();
};

/** What proxies add. The app's own names itself in the first, whatever its caller sends (@clerk/backend/proxy). */
export const PROXY_HEADERS = [
  "clerk-proxy-url",
  "x-forwarded-for",
  "x-forwarded-host",
  "forwarded",
  "via",
];

/**
 * The control API is for programs on this machine. Browsers name the page that sends a cross-origin
 * request. And what came through the app's Frontend API proxy may come from anywhere.
 */
export const programsOnly: MiddlewareHandler<Env> = async (c, next) => {
  const site = c.req.header("sec-fetch-site");
  if (c.req.header("origin") !== undefined || (site !== undefined && site !== "none")) {
    throw refused("The control API does not answer web pages.");
  }
  if (PROXY_HEADERS.some((name) => c.req.header(name) !== undefined)) {
    throw refused("The control API does not answer through a proxy.");
  }
  await next();
};
