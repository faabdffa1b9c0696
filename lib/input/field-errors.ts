import type { z } from "zod";

/** Zod's issues by field, `"form"` for those of the whole value. Never repeats what was entered. */
export function fieldErrorsOf(error: z.ZodError): Record<string, string[]> {
  const byField = new Map<string, string[]>();
  for (const issue of error.issues) {
    const names =
      issue.code === "unrecognized_keys" ? issue.keys : [issue.path.join(".") || "form"];
    const text = issue.code === "unrecognized_keys" ? "is not a known field" : issue.message;
    for (const name of names) byField.set(name, [...(byField.get(name) ?? []), text]);
  }
  return Object.fromEntries(byField);
}
