import { z } from "zod";
import { privateMetadataFields } from "~/lib/auth/private-metadata";

/** The private fields as the form and the log show them, from their one schema. */
export const PRIVATE_FIELDS = privateMetadataFields.keyof().options.map((name) => {
  const schema = privateMetadataFields.shape[name];
  const { title = name, description } = schema.meta() ?? {};
  const isLong = schema instanceof z.ZodString && (schema.maxLength ?? 0) > 200;
  return { name, label: title, hint: description, isLong };
});
