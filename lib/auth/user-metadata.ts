import "server-only";
import type { User } from "@clerk/nextjs/server";
import { z } from "zod";
import { type ClaimName, claimsSchema } from "~/lib/auth/claims";
import { type PrivateMetadata, privateMetadataSchema } from "~/lib/auth/private-metadata";
import { rememberClaims } from "~/lib/auth/remember-claims";
import { userIdSchema } from "~/lib/auth/user-id";
import { callClerk } from "~/lib/calls/call-clerk";
import { categorizeDbError, type Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request/request-id";

function patch<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .strictObject(shape, "must be an object")
    .refine((fields) => Object.keys(fields).length > 0, "must change at least one field");
}

const claim = claimsSchema.shape;
const claimsPatch = patch({
  role: z.nullable(claim.role).exactOptional(),
  plan: z.nullable(claim.plan).exactOptional(),
  onboardingComplete: z.nullable(claim.onboardingComplete).exactOptional(),
  teamId: z.exactOptional(claim.teamId),
} satisfies Record<ClaimName, z.ZodType>);

const field = privateMetadataSchema.shape;
const privatePatch = patch({
  internalNotes: field.internalNotes.nullable().exactOptional(),
  apiQuotaOverride: field.apiQuotaOverride.nullable().exactOptional(),
  billingId: field.billingId.nullable().exactOptional(),
  lastChangeId: field.lastChangeId.nullable().exactOptional(),
} satisfies Record<keyof PrivateMetadata, z.ZodType>);

export type ClaimsPatch = z.input<typeof claimsPatch>;
export type PrivateMetadataPatch = z.input<typeof privatePatch>;

/** All tries together end well inside the 10 s of the shortest Vercel function. */
const LIMITS = { attemptMs: 2_500, totalMs: 6_000, retries: 3 };

/**
 * Merges claims into a user's public metadata; the other claims stay as they are. When the user is
 * the visitor of this request, their next page already has the new claims: go on with `redirect`.
 * @example
 * const [error] = await updateUserMetadata(userId, { plan: "pro" });
 * if (error) return [error, null];
 * redirect("/dashboard");
 * @param userId Clerk's id, `user_…`
 * @param patch new values by claim; null deletes one; unknown claims and wrong values are errors
 * @returns `[null, user]` as Clerk has them now, or `[DbError, null]`: `validation` names the
 *   fields, `not-found` means there is no such user, retryable errors were retried already
 */
export async function updateUserMetadata(
  userId: string,
  patch: ClaimsPatch,
): Promise<Result<User>> {
  const result = await merge(userId, "publicMetadata", claimsPatch.safeParse(patch));
  if (result[1]) await rememberClaims(result[1]);
  return result;
}

/** The same for private metadata, which only the server sees. */
export function updatePrivateMetadata(
  userId: string,
  patch: PrivateMetadataPatch,
): Promise<Result<User>> {
  return merge(userId, "privateMetadata", privatePatch.safeParse(patch));
}

async function merge(
  userId: string,
  kind: "publicMetadata" | "privateMetadata",
  patch: z.ZodSafeParseResult<object>,
): Promise<Result<User>> {
  const id = z.object({ userId: userIdSchema }).safeParse({ userId });
  // The names of the fields only: values are private.
  const about = { kind, ...id.data, fields: Object.keys(patch.data ?? {}) };
  const log = (await requestLogger({ module: "user-db" })).child(about);
  const invalid = id.error ?? patch.error;
  if (invalid) {
    const error = categorizeDbError(invalid, "clerk/users");
    log.error({ errorCode: error.code, isRetryable: false, err: error }, "Metadata refused");
    return [error, null];
  }
  const started = performance.now();
  const [error, user] = await callClerk(
    // A PATCH, which merges. Clerk's `updateUser` would replace all of the metadata.
    ({ users }) => users.updateUserMetadata(userId, { [kind]: patch.data }),
    { resource: `clerk/users/${userId}`, log, ...LIMITS },
  );
  if (error) return [error, null];
  log.info({ durationMs: Math.round(performance.now() - started) }, "Metadata updated");
  return [null, user];
}
