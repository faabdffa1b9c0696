import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { ClerkError } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";

/**
 * Refuses calls without this instance's secret key, with Clerk's own two errors. A path that is not
 * there needs no key: its answer is always that it is not there.
 */
export function requireSecretKey({ keys }: Instance): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (matchedRoutes(c).every(({ method }) => method === "ALL")) return next();
    const header = c.req.header("authorization");
    if (header === undefined) {
      throw new ClerkError(
        401,
        "authorization_header_format_invalid",
        "Invalid Authorization header format",
        'Invalid Authorization header format. Must be "Bearer <YOUR_API_KEY>"',
      );
    }
    if (header !== `Bearer ${keys.secretKey}`) {
      const text =
        "The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.";
      throw new ClerkError(401, "clerk_key_invalid", text);
    }
    await next();
  };
}
