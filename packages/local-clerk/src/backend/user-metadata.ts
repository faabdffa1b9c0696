import { z } from "zod";
import { metadataSchema } from "../body.ts";
import { checkMetadata } from "../metadata.ts";
import type { Metadata, UserRecord } from "../records.ts";

export const metadataBody = z.strictObject({
  public_metadata: metadataSchema.optional(),
  private_metadata: metadataSchema.optional(),
  unsafe_metadata: metadataSchema.optional(),
});

const KINDS = [
  ["public_metadata", "publicMetadata"],
  ["private_metadata", "privateMetadata"],
  ["unsafe_metadata", "unsafeMetadata"],
] as const;

/** The new value of each kind of metadata that the body names; all are checked before any is set. */
export function metadataChanges(
  body: z.infer<typeof metadataBody>,
  next: (field: (typeof KINDS)[number][1], value: Metadata) => Metadata,
): Partial<UserRecord> {
  const changes: Partial<UserRecord> = {};
  for (const [param, field] of KINDS) {
    const value = body[param];
    if (value !== undefined) changes[field] = checkMetadata(param, next(field, value));
  }
  return changes;
}
