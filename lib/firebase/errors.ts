import { z } from "zod";

export const DB_ERROR_CODES = [
  "validation",
  "not-found",
  "already-exists",
  "permission-denied",
  "unauthenticated",
  "rate-limited",
  "unavailable",
  "deadline-exceeded",
  "conflict",
  "data-corruption",
  "internal",
] as const;

export type DbErrorCode = (typeof DB_ERROR_CODES)[number];

/** Whether the same call may succeed when it is made again, and what a user may be told. */
const KINDS = {
  validation: { isRetryable: false, message: "Some of the values are not valid." },
  "not-found": { isRetryable: false, message: "This no longer exists." },
  "already-exists": { isRetryable: false, message: "This already exists." },
  "permission-denied": { isRetryable: false, message: "This is not allowed." },
  unauthenticated: { isRetryable: false, message: "The service refused our credentials." },
  "rate-limited": { isRetryable: true, message: "Too many requests. Please wait a moment." },
  unavailable: { isRetryable: true, message: "The service cannot be reached. Please try again." },
  "deadline-exceeded": {
    isRetryable: true,
    message: "The service took too long to answer. Please try again.",
  },
  conflict: {
    isRetryable: true,
    message: "Someone else changed this at the same time. Please try again.",
  },
  "data-corruption": { isRetryable: false, message: "The stored data cannot be read." },
  internal: { isRetryable: false, message: "Something went wrong on our side." },
} as const satisfies Record<DbErrorCode, { isRetryable: boolean; message: string }>;

interface DbErrorDetails {
  /** What the call was about, for the log: `"clerk/users/user_1"`, `"teams/acme"`. */
  resource: string;
  /** A sentence that is safe to show; by default the one of the code. */
  message?: string;
  /** Milliseconds the service asked us to wait before the next try. */
  retryAfterMs?: number | undefined;
  /** By field, what is wrong with it; safe to show. */
  fieldErrors?: Record<string, string[]>;
  /** The original error: for the log, never for the user. */
  cause?: unknown;
}

/**
 * What goes wrong below the actions: the closed set of failures that a call to Clerk or Firestore
 * can have. `message` is safe to show; `cause` is only logged.
 */
export class DbError extends Error {
  override readonly name = "DbError";
  readonly code: DbErrorCode;
  readonly isRetryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly resource: string;
  readonly fieldErrors: Record<string, string[]> | undefined;

  constructor(code: DbErrorCode, details: DbErrorDetails) {
    super(details.message ?? KINDS[code].message, { cause: details.cause });
    this.code = code;
    this.isRetryable = KINDS[code].isRetryable;
    this.retryAfterMs = details.retryAfterMs;
    this.resource = details.resource;
    this.fieldErrors = details.fieldErrors;
  }

  static validation(details: DbErrorDetails): DbError {
    return new DbError("validation", details);
  }
  static notFound(details: DbErrorDetails): DbError {
    return new DbError("not-found", details);
  }
  static alreadyExists(details: DbErrorDetails): DbError {
    return new DbError("already-exists", details);
  }
  static permissionDenied(details: DbErrorDetails): DbError {
    return new DbError("permission-denied", details);
  }
  static unauthenticated(details: DbErrorDetails): DbError {
    return new DbError("unauthenticated", details);
  }
  static rateLimited(details: DbErrorDetails): DbError {
    return new DbError("rate-limited", details);
  }
  static unavailable(details: DbErrorDetails): DbError {
    return new DbError("unavailable", details);
  }
  static deadlineExceeded(details: DbErrorDetails): DbError {
    return new DbError("deadline-exceeded", details);
  }
  static conflict(details: DbErrorDetails): DbError {
    return new DbError("conflict", details);
  }
  static dataCorruption(details: DbErrorDetails): DbError {
    return new DbError("data-corruption", details);
  }
  static internal(details: DbErrorDetails): DbError {
    return new DbError("internal", details);
  }
}

/** A `[error, value]` tuple: exactly one of the two is null. */
export type Result<Value, Problem = DbError> = [null, Value] | [Problem, null];

/**
 * gRPC codes as the Firestore SDK throws them: numbers, never names.
 * @see https://grpc.github.io/grpc/core/md_doc_statuscodes.html
 */
const BY_GRPC_CODE: Partial<Record<number, DbErrorCode>> = {
  1: "deadline-exceeded", // CANCELLED: our own abort
  2: "internal", // UNKNOWN
  3: "validation",
  4: "deadline-exceeded",
  5: "not-found",
  6: "already-exists",
  7: "permission-denied",
  8: "rate-limited",
  9: "conflict", // FAILED_PRECONDITION: an update time that no longer holds
  10: "conflict", // ABORTED: a transaction lost the race
  11: "validation", // OUT_OF_RANGE
  12: "internal", // UNIMPLEMENTED
  13: "internal",
  14: "unavailable",
  15: "data-corruption", // DATA_LOSS
  16: "unauthenticated",
};

/** HTTP statuses of Clerk's Backend API and of Firestore over REST. */
const BY_HTTP_STATUS: Partial<Record<number, DbErrorCode>> = {
  400: "validation",
  401: "unauthenticated",
  403: "permission-denied",
  404: "not-found",
  408: "deadline-exceeded",
  409: "conflict",
  410: "not-found",
  412: "conflict",
  413: "validation",
  422: "validation",
  429: "rate-limited",
  499: "deadline-exceeded",
  500: "unavailable",
  502: "unavailable",
  503: "unavailable",
  504: "deadline-exceeded",
};

const clerkError = z.object({
  clerkError: z.literal(true),
  status: z.number().optional(),
  /** Seconds, from the Retry-After header. */
  retryAfter: z.number().optional(),
  errors: z.array(z.object({ code: z.string() })).default([]),
});

const firestoreRestError = z.object({ httpStatusCode: z.number() });
const numericCode = z.object({ code: z.number() });
const systemError = z.object({ code: z.string() });

/** Sockets and name look-ups that failed: the service was not reached, or hung up. */
const NETWORK_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_SOCKET",
]);
const TIMEOUT_CODES = new Set([
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
]);

function codeOfHttpStatus(status: number): DbErrorCode {
  return BY_HTTP_STATUS[status] ?? (status >= 500 ? "unavailable" : "internal");
}

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

/**
 * Turns whatever a call to Clerk or Firestore threw into a DbError.
 * @param error what was thrown
 * @param resource what the call was about, e.g. `"clerk/users/user_1"`; kept for the log
 */
export function categorizeDbError(error: unknown, resource: string): DbError {
  if (error instanceof DbError) return error;

  if (error instanceof z.ZodError) {
    const fieldErrors = fieldErrorsOf(error);
    const message = Object.entries(fieldErrors)
      .map(([field, texts]) => `${field} ${texts.join(", ")}`)
      .join("; ");
    return DbError.validation({ resource, message, fieldErrors, cause: error });
  }

  const clerk = clerkError.safeParse(error);
  if (clerk.success) {
    const { status, retryAfter, errors } = clerk.data;
    // @clerk/backend gives no status when there was no answer, or none that is JSON.
    if (status === undefined) return DbError.unavailable({ resource, cause: error });
    const taken = errors.some(({ code }) => code.endsWith("_exists"));
    return new DbError(taken ? "already-exists" : codeOfHttpStatus(status), {
      resource,
      retryAfterMs: retryAfter === undefined ? undefined : retryAfter * 1_000,
      cause: error,
    });
  }

  if (error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError")) {
    return DbError.deadlineExceeded({ resource, cause: error });
  }

  const grpc = numericCode.safeParse(error);
  const byGrpc = grpc.success ? BY_GRPC_CODE[grpc.data.code] : undefined;
  if (byGrpc) return new DbError(byGrpc, { resource, cause: error });
  const rest = firestoreRestError.safeParse(error);
  if (rest.success) {
    return new DbError(codeOfHttpStatus(rest.data.httpStatusCode), { resource, cause: error });
  }

  const system = systemError.safeParse(error);
  if (system.success && TIMEOUT_CODES.has(system.data.code)) {
    return DbError.deadlineExceeded({ resource, cause: error });
  }
  if (system.success && NETWORK_CODES.has(system.data.code)) {
    return DbError.unavailable({ resource, cause: error });
  }
  // fetch() throws a TypeError whose cause says what happened.
  if (error instanceof TypeError && error.cause !== undefined) {
    return categorizeDbError(error.cause, resource);
  }
  return DbError.internal({ resource, cause: error });
}
