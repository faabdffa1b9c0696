import type { z } from "zod";
import { type Denial, describeDenial } from "~/lib/access/denial";
import type { DbError, DbErrorCode } from "~/lib/firebase/errors";
import { fieldErrorsOf } from "~/lib/input/field-errors";

/** A store that refuses our credentials or values is our mistake, never the visitor's 401, 403 or 400. */
const STATUS: Partial<Record<DbErrorCode, number>> = {
  "not-found": 404,
  "already-exists": 409,
  conflict: 409,
  "rate-limited": 429,
  unavailable: 503,
  "deadline-exceeded": 504,
};

function answer(status: number, error: object, retryAfterMs?: number): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  if (retryAfterMs !== undefined) headers.set("retry-after", `${Math.ceil(retryAfterMs / 1_000)}`);
  return Response.json({ error }, { status, headers });
}

/** The JSON for a store's error: `{ error: { code, message } }`, 500 unless the caller can act on it. */
export function apiError({ code, message, retryAfterMs }: DbError): Response {
  return answer(STATUS[code] ?? 500, { code, message }, retryAfterMs);
}

export function apiDenial(denial: Denial): Response {
  const { status, code, message, retryAfterMs } = describeDenial(denial);
  return answer(status, { code, message }, retryAfterMs);
}

/** The JSON 400 for a body or a query that the route's schema refuses. */
export function apiInvalid(error: z.ZodError): Response {
  const message = "The input is not valid.";
  const fieldErrors = fieldErrorsOf(error, "There is no such field.");
  return answer(400, { code: "invalid-input", message, fieldErrors });
}
