import "server-only";
import { clerkClient, type User } from "@clerk/nextjs/server";
import { z } from "zod";
import { type Claims, claimsSchema } from "~/lib/auth/claims";
import { type PrivateMetadata, privateMetadataSchema } from "~/lib/auth/private-metadata";
import { callService } from "~/lib/call";
import { categorizeDbError, type Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request-id";

/** Some of the fields, each with a new value or null to delete it. */
type Patch<Metadata> = { [Name in keyof Metadata]?: Metadata[Name] | null };

export type ClaimsPatch = Patch<Claims>;
export type PrivateMetadataPatch = Patch<PrivateMetadata>;

function patchSchema<Metadata>(
  schema: z.ZodObject<{ [Name in keyof Metadata]: z.ZodType<Metadata[Name]> }>,
): z.ZodType<Patch<Metadata>> {
  const fields = Object.entries<z.ZodType>(schema.shape).map(
    ([name, field]) => [name, field.nullable().exactOptional()] as const,
  );
  return (
    z
      .strictObject(Object.fromEntries(fields), "must be an object")
      .refine((patch) => Object.keys(patch).length > 0, "must change at least one field")
      // Object.fromEntries forgets which field has which type; the parameter above remembers.
      .transform((patch) => patch as Patch<Metadata>)
  );
}

const claimsPatchSchema = patchSchema<Claims>(claimsSchema);
const privatePatchSchema = patchSchema<PrivateMetadata>(privateMetadataSchema);
const userIdSchema = z.object({
  userId: z
    .string("must be a Clerk user id")
    .regex(/^user_[A-Za-z0-9_]{1,64}$/, "must be a Clerk user id: user_ and letters or digits"),
});

/** A try may take 2.5 s and everything 6 s, well inside the 10 s of the shortest Vercel function. */
const LIMITS = { attemptMs: 2_500, totalMs: 6_000, retries: 3 };

async function merge<Metadata>(
  userId: string,
  schema: z.ZodType<Patch<Metadata>>,
  patch: unknown,
  kind: "publicMetadata" | "privateMetadata",
  bodyOf: (patch: Patch<Metadata>) => {
    publicMetadata?: UserPublicMetadata;
    privateMetadata?: UserPrivateMetadata;
  },
): Promise<Result<User>> {
  const log = await requestLogger({ module: "user-db" });
  const resource = `clerk/users/${userId}`;
  const started = performance.now();

  const id = userIdSchema.safeParse({ userId });
  const valid = schema.safeParse(patch);
  const [error, user]: Result<User> = !id.success
    ? [categorizeDbError(id.error, "clerk/users"), null]
    : !valid.success
      ? [categorizeDbError(valid.error, resource), null]
      : await callService(
          // PATCH: it merges, and null deletes a key. `updateUser` would replace the whole object.
          async () => (await clerkClient()).users.updateUserMetadata(userId, bodyOf(valid.data)),
          { resource, log, ...LIMITS },
        );

  // Names only: private values are secret, and the claims of others are nobody's business.
  const fields = valid.success ? Object.keys(Object(valid.data)) : undefined;
  const durationMs = Math.round(performance.now() - started);
  if (error) {
    log[error.isRetryable ? "warn" : "error"](
      {
        userId: id.success ? userId : undefined,
        errorCode: error.code,
        isRetryable: error.isRetryable,
        kind,
        fields,
        durationMs,
        err: error,
      },
      "Metadata update failed",
    );
    return [error, null];
  }
  log.info({ userId, kind, fields, durationMs }, "Metadata updated");
  return [null, user];
}

/**
 * Merges claims into a user's public metadata; fields that are not named stay as they are.
 * The token in the browser keeps the old claims until it is refreshed (at most 60 s).
 * @param userId Clerk's id, `user_…`
 * @param metadata new values by claim; null deletes one; unknown names and bad values are errors
 * @returns `[null, user]` as Clerk has it now, or `[DbError, null]`: `validation` names the fields,
 *   `not-found` when there is no such user, retryable ones were already tried again
 */
export async function updateUserMetadata(
  userId: string,
  metadata: ClaimsPatch,
): Promise<Result<User>> {
  return merge(userId, claimsPatchSchema, metadata, "publicMetadata", (publicMetadata) => ({
    publicMetadata,
  }));
}

/**
 * Like `updateUserMetadata`, for the fields that only the server may see. Values are never logged.
 */
export async function updatePrivateMetadata(
  userId: string,
  metadata: PrivateMetadataPatch,
): Promise<Result<User>> {
  return merge(userId, privatePatchSchema, metadata, "privateMetadata", (privateMetadata) => ({
    privateMetadata,
  }));
}
