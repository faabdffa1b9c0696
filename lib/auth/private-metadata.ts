import { z } from "zod";

/** The private fields that admins edit. */
export const privateMetadataFields = z.strictObject({
  internalNotes: z.string("must be text").max(2_000, "must be at most 2000 characters"),
  apiQuotaOverride: z
    .int("must be a whole number of requests per day")
    .min(0, "must not be negative")
    .max(1_000_000, "must be at most 1000000"),
  billingId: z
    .string("must be text")
    .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1 to 64 letters, digits, - or _"),
});

/**
 * Clerk private metadata: read and written by the server alone, never in the token, never logged.
 * A browser sees it in one place: the form of an admin who edits it.
 */
export const privateMetadataSchema = z.strictObject({
  ...privateMetadataFields.shape,
  /** The audit entry of the last change: tells whether a change landed, and who was there before. */
  lastChangeId: z.uuid("must be an id"),
});

export type PrivateMetadataFields = z.infer<typeof privateMetadataFields>;
export type PrivateMetadata = z.infer<typeof privateMetadataSchema>;
