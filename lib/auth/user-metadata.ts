import "server-only";
import { clerkClient, type User } from "@clerk/nextjs/server";
import { z } from "zod";
import { type ClaimName, claimsSchema } from "~/lib/auth/claims";
import { type PrivateMetadata, privateMetadataSchema } from "~/lib/auth/private-metadata";
import { rememberClaims } from "~/lib/auth/remember-claims";
import { userIdSchema } from "~/lib/auth/user-id";
import { callService } from "~/lib/call";
import { categorizeDbError, type DbError, type Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request-id";

function patch<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .strictObject(shape, "must be an object")
    .refine((fields) => Object.keys(fields).length > 0, "must change at least one field");
}

const claim = claimsSchema.shape;
const claimsPatch = patch({
  role: claim.role.nullable().exactOptional(),
  plan: claim.plan.nullable().exactOptional(),
  onboardingComplete: claim.onboardingComplete.nullable().exactOptional(),
  teamId: claim.teamId.exactOptional(),
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

/** One try may take 2.5 s and all of them 6 s: well inside the 10 s of the shortest Vercel function. */
const LIMITS = { attemptMs: 2_500, totalMs: 6_000, retries: 3 };

/**
 * Merges claims into a user's public metadata; the other claims stay as they are. When the user is
 * the visitor of this request, their next page already has the new claims, so
 * `await updateUserMetadata(userId, { plan: "pro" }); redirect("/dashboard")` just works.
 * @param userId Clerk's id, `user_…`
 * @param patch new values by claim; null deletes one; unknown claims and wrong values are errors
 * @returns `[null, user]` as Clerk has them now, or `[DbError, null]`: `validation` names the
 *   fields, `not-found` means there is no such user, retryable errors were retried already
 */
export async function updateUserMetadata(
  userId: string,
  patch: ClaimsPatch,
): Promise<Result<User>> {
  const valid = claimsPatch.safeParse(patch);
  if (!valid.success) return fail(categorizeDbError(valid.error, "clerk/users"), { userId });
  const [error, user] = await merge(userId, { publicMetadata: valid.data });
  if (error) return [error, null];
  await rememberClaims(user);
  return [null, user];
}

/** The same for private metadata, which only the server sees. Values are never logged. */
export async function updatePrivateMetadata(
  userId: string,
  patch: PrivateMetadataPatch,
): Promise<Result<User>> {
  const valid = privatePatch.safeParse(patch);
  if (!valid.success) return fail(categorizeDbError(valid.error, "clerk/users"), { userId });
  return merge(userId, { privateMetadata: valid.data });
}

async function merge(
  userId: string,
  metadata: { publicMetadata: ClaimsPatch } | { privateMetadata: PrivateMetadataPatch },
): Promise<Result<User>> {
  const id = z.object({ userId: userIdSchema }).safeParse({ userId });
  if (!id.success) return fail(categorizeDbError(id.error, "clerk/users"), {});
  const log = await requestLogger({ module: "user-db" });
  const resource = `clerk/users/${userId}`;
  const started = performance.now();
  // PATCH merges. Clerk's `updateUser` would replace all of the metadata.
  const [error, user] = await callService(
    async () => (await clerkClient()).users.updateUserMetadata(userId, metadata),
    { resource, log, ...LIMITS },
  );
  // Names only: values are private, and other people's claims don't belong in a log.
  const fields = Object.values(metadata).flatMap((values: object) => Object.keys(values));
  const durationMs = Math.round(performance.now() - started);
  if (error) return fail(error, { userId, fields, durationMs });
  log.info({ userId, fields, durationMs }, "Metadata updated");
  return [null, user];
}

async function fail(error: DbError, about: object): Promise<Result<User>> {
  const log = await requestLogger({ module: "user-db" });
  const { code: errorCode, isRetryable } = error;
  log[isRetryable ? "warn" : "error"](
    { ...about, errorCode, isRetryable, err: error },
    "Metadata update failed",
  );
  return [error, null];
}
