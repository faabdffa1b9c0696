import { describeDenial } from "~/lib/auth/explain";
import type { Decision } from "~/lib/auth/policy";
import { DbError, type DbErrorCode } from "~/lib/firebase/errors";

const STATUS = {
  validation: 400,
  unauthenticated: 401,
  "permission-denied": 403,
  "not-found": 404,
  "already-exists": 409,
  conflict: 409,
  "rate-limited": 429,
  unavailable: 503,
  "deadline-exceeded": 504,
  "data-corruption": 500,
  internal: 500,
} as const satisfies Record<DbErrorCode, number>;

/** The JSON of a failed API call: `{ error: { code, message } }` with the status of its code. */
export function apiError(error: DbError): Response {
  return Response.json(
    { error: { code: error.code, message: error.message } },
    {
      status: STATUS[error.code],
      headers: {
        "cache-control": "no-store",
        ...(error.retryAfterMs !== undefined && {
          "retry-after": String(Math.ceil(error.retryAfterMs / 1_000)),
        }),
      },
    },
  );
}

type Denial = Exclude<Decision, { kind: "allow" }>;

const DENIAL_CODE = {
  "sign-in": "unauthenticated",
  onboarding: "permission-denied",
  forbidden: "permission-denied",
  "no-rule": "not-found",
} as const satisfies Record<Denial["kind"], DbErrorCode>;

/** The JSON 401, 403 or 404 with which the proxy and the guard refuse an API call. */
export function apiDenial(denial: Denial, path: string): Response {
  return apiError(
    new DbError(DENIAL_CODE[denial.kind], {
      resource: `policy${path}`,
      message: describeDenial(denial),
    }),
  );
}
