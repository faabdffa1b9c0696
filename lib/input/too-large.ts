import type { ActionFailure } from "~/types/action";

/** Bytes of the largest form. Next refuses a larger one before an action runs. */
export const MOST_FORM_BYTES = 100 * 1024;
/** What the browser sends around each value. */
const PART_BYTES = 200;

/** The answer to a form that the server would not read, with the files that are to blame. */
export function refuseTooLarge(form: FormData): ActionFailure | null {
  let bytes = 0;
  const fieldErrors: Record<string, string[]> = {};
  for (const [name, value] of form) {
    const { size } = typeof value === "string" ? new Blob([value]) : value;
    bytes += size + PART_BYTES;
    if (value instanceof File && size > 0) fieldErrors[name] = ["This is too large to be sent."];
  }
  if (bytes <= MOST_FORM_BYTES) return null;
  const error = `This form is too large. At most ${MOST_FORM_BYTES / 1024} KB can be sent.`;
  return { success: false, code: "too-large", error, fieldErrors };
}
