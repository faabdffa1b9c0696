import { parseWithZod } from "@conform-to/zod/v4";
import { z } from "zod";
import { plainSentence } from "~/lib/input/plain-sentences";
import type { ActionFailure } from "~/types/action";

/**
 * Parses a form: numbers, dates, checkboxes and lists are coerced, and an empty field is undefined.
 * @returns Conform's submission, or null for what no form of this app sends
 */
export function parseForm<Schema extends z.ZodType>(form: unknown, schema: Schema) {
  if (!(form instanceof FormData)) return null;
  const fields = new FormData();
  for (const [name, value] of form) {
    // Conform makes a list as long as the index in a name: `a[4000000000]` takes minutes to parse.
    if (/\[\d{3,}\]/.test(name)) return null;
    // React adds fields of its own to forms that are sent before hydration.
    if (!name.startsWith("$ACTION_")) fields.append(name, value);
  }
  try {
    return parseWithZod(fields, { schema, error: plainSentence });
  } catch {
    return null; // Conform throws on names such as `a[` or `__proto__`.
  }
}

/** What was entered, without files: those can't be filled in again. */
export function enteredIn(form: unknown): Pick<ActionFailure, "entered"> {
  const entered = parseForm(form, z.unknown())?.reply({ formErrors: [] }).initialValue;
  return entered ? { entered } : {};
}

/** The failure for a form that its schema refuses. */
export function invalidInput(errors: Record<string, string[] | null> | null): ActionFailure {
  const fieldErrors = Object.entries(errors ?? {}).map(
    ([name, texts]) => [name || "form", texts ?? []] as const,
  );
  return {
    success: false,
    error: "Please fix the errors below.",
    code: "invalid-input",
    fieldErrors: Object.fromEntries(fieldErrors),
  };
}
