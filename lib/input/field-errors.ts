import type { z } from "zod";

/**
 * Zod's issues by field, `"form"` for those of the whole value. Never repeats what was entered.
 * @param unknownField what to say of a field that the schema doesn't have
 */
export function fieldErrorsOf(
  error: z.ZodError,
  unknownField = "is not a known field",
): Record<string, string[]> {
  const byField = new Map<string, string[]>();
  for (const issue of error.issues) {
    const names =
      issue.code === "unrecognized_keys" ? issue.keys : [issue.path.join(".") || "form"];
    const text = issue.code === "unrecognized_keys" ? unknownField : issue.message;
    for (const name of names) byField.set(name, [...(byField.get(name) ?? []), text]);
  }
  return Object.fromEntries(byField);
}
