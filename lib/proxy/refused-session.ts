import "server-only";
import { onceAMinute } from "~/lib/log/once-a-minute";
import { createLogger } from "~/lib/logger";

/** Clerk's reasons for a token that can't be trusted. One that expired or was replaced is normal. */
const REFUSED =
  /^(token-(invalid|verification)|jwk-|secret-key-|unexpected-error|session-token-(nbf|iat-in-the-future))/;

const limited = onceAMinute();

/**
 * Logs why Clerk took a visitor with a session token for signed out, once a minute for each reason.
 * A wrong key, an origin that isn't expected or a wrong clock signs everyone out, and nothing else says so.
 * @param headers of clerkMiddleware's response, which carry its reason
 */
export function reportRefusedSession(headers: Headers, now?: number): void {
  const reason = headers.get("x-clerk-auth-reason");
  if (!reason || !REFUSED.test(reason)) return;
  const write = (leftOut: number) =>
    createLogger({ module: "auth" }).warn(
      { reason, leftOut, detail: headers.get("x-clerk-auth-message") },
      "Clerk refused a session token. `npm run doctor` checks the keys and the clock.",
    );
  limited(reason, write, now);
}
