import "server-only";
import type { User } from "@clerk/nextjs/server";
import { type Claims, parseClaims } from "~/lib/auth/claims";
import { payloadNow } from "~/lib/auth/claims-source";
import type { Session } from "~/lib/auth/session";
import type { CallOptions } from "~/lib/calls/call";
import { callClerk } from "~/lib/calls/call-clerk";
import type { Result } from "~/lib/firebase/errors";

/**
 * The claims of a session's next token. While they come from public metadata, which the user has,
 * this makes no call.
 * @param user as Clerk has just answered
 */
export function claimsNow(
  user: User,
  { token }: Pick<Session, "token">,
  options: CallOptions,
): Promise<Result<Claims>> {
  return callClerk(
    async (clerk) => parseClaims(await payloadNow(token.payload, user, clerk)).claims,
    options,
  );
}
