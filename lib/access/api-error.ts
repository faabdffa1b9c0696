import type { z } from "zod";
import { type Denial, describeDenial } from "~/lib/access/denial";
import { type DbError, type DbErrorCode, fieldErrorsOf } from "~/lib/firebase/errors";

/**
 * What a caller sees of a store's failure. That a store refused our credentials or our values is our
 * mistake, never the visitor's 401, 403 or 400.
 */
const STATUS = {
  validation: 500,
  unauthenticated: 500,
  "permission-denied": 500,
  "not-found": 404,
  "already-exists": 409,
  conflict: 409,
  "rate-limited": 429,
  unavailable: 503,
  "deadline-exceeded": 504,
  "data-corruption": 500,
  internal: 500,
} as const satisfies Record<DbErrorCode, number>;

interface ApiError {
  code: string;
  message: string;
  fieldErrors?: Record<string, string[]>;
}

function answer(status: number, error: ApiError, retryAfterMs?: number): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  if (retryAfterMs !== undefined) headers.set("retry-after", `${Math.ceil(retryAfterMs / 1_000)}`);
  return Response.json({ error }, { status, headers });
}

/** The JSON of a store's error. */
export function apiError({ code, message, retryAfterMs }: DbError): Response {
  return answer(STATUS[code], { code, message }, retryAfterMs);
}

/** The JSON 401, 403 or 404 of the proxy and the guard, and 503 when Clerk had to be asked in vain. */
export function apiDenial(denial: Denial): Response {
  const { status, code, message } = describeDenial(denial);
  return answer(status, { code, message });
}

/** The JSON 400 for a body or a query that the route's schema refuses. */
export function apiInvalid(error: z.ZodError): Response {
  const message = "The input is not valid.";
  return answer(400, { code: "invalid-input", message, fieldErrors: fieldErrorsOf(error) });
}
