import { z } from "zod";

const QUOTA = "Enter a whole number from 0 to 1,000,000.";

/** The private fields that admins edit. The titles and descriptions label them in the admin form. */
export const privateMetadataFields = z.strictObject({
  internalNotes: z
    .string("Enter text.")
    .max(2_000, "Keep the notes under 2,000 characters.")
    .meta({ title: "Internal notes" }),
  apiQuotaOverride: z.int(QUOTA).min(0, QUOTA).max(1_000_000, QUOTA).meta({
    title: "API quota",
    description: "Requests per day. Leave blank for the plan default.",
  }),
  billingId: z
    .string("Enter text.")
    .regex(/^[A-Za-z0-9_-]{1,64}$/, "Use 1 to 64 letters, digits, - or _.")
    .meta({ title: "Billing ID", description: "The customer’s ID at the payment provider." }),
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

export type PrivateMetadata = z.infer<typeof privateMetadataSchema>;
