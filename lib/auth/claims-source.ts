import type { createClerkClient, User } from "@clerk/nextjs/server";

/*
 * Where the claims come from: the one file to change for another source. docs/claims-sources.md has
 * it for Clerk's organizations and billing.
 */

/** The payload of a verified session token. */
export type TokenPayload = Readonly<Record<string, unknown>>;

/** The claims in a session token, by name and unchecked; undefined when it was never customized. */
export function claimsIn({ metadata }: TokenPayload): unknown {
  return metadata;
}

/**
 * What the session token would say if Clerk made it now. It is asked before a denial, after the
 * visitor's claims were changed, and for `fresh: true`.
 * @param held the payload of the visitor's token
 * @param user as Clerk has just answered
 */
export async function payloadNow(
  held: TokenPayload,
  user: User,
  _clerk: ReturnType<typeof createClerkClient>,
): Promise<TokenPayload> {
  return { ...held, metadata: user.publicMetadata };
}
