import { z } from "zod";
import { fieldErrorsOf } from "~/lib/input/field-errors";

/** Of a mistake of ours, such as a wrong key, a user is only told that there is one, and it is logged. */
const OUR_MISTAKE = "Something went wrong on our side. Please try again later.";

/** What a user may be told. */
const MESSAGES = {
  validation: OUR_MISTAKE,
  "not-found": "This no longer exists.",
  "already-exists": "This already exists.",
  "permission-denied": OUR_MISTAKE,
  unauthenticated: OUR_MISTAKE,
  "rate-limited": "Too many requests. Please wait a moment.",
  unavailable: "The service cannot be reached. Please try again.",
  "deadline-exceeded": "The service took too long to answer. Please try again.",
  conflict: "Someone else changed this at the same time. Please try again.",
  "data-corruption": "The stored data cannot be read.",
  internal: OUR_MISTAKE,
};

export type DbErrorCode = keyof typeof MESSAGES;

const RETRYABLE = ["rate-limited", "unavailable", "deadline-exceeded", "conflict"];

/** A wrong key, a missing role, a wrong call, broken data. Visitors' input is checked before a call. */
const OURS = ["validation", "unauthenticated", "permission-denied", "data-corruption", "internal"];

/** https://grpc.io/docs/guides/status-codes: Firestore throws the numbers. */
const BY_GRPC_CODE: Partial<Record<number, DbErrorCode>> = {
  1: "deadline-exceeded",
  3: "validation",
  4: "deadline-exceeded",
  5: "not-found",
  6: "already-exists",
  7: "permission-denied",
  8: "rate-limited",
  9: "conflict", // An update time that no longer holds.
  10: "conflict", // A transaction that lost the race.
  11: "validation",
  14: "unavailable",
  15: "data-corruption",
  16: "unauthenticated",
};

/** Statuses of Clerk's Backend API, and of Firestore over REST. */
const BY_HTTP_STATUS: Partial<Record<number, DbErrorCode>> = {
  400: "validation",
  401: "unauthenticated",
  403: "permission-denied",
  404: "not-found",
  408: "deadline-exceeded",
  409: "conflict",
  410: "not-found",
  422: "validation",
  429: "rate-limited",
  504: "deadline-exceeded",
};

/** What fetch, sockets and aborted calls throw. */
const TIMED_OUT = /^(AbortError|TimeoutError|ETIMEDOUT|UND_ERR_\w+_TIMEOUT)$/;
const NOT_REACHED = /^(ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_SOCKET)/;

interface DbErrorDetails {
  /** What the call was about, for the log: `"clerk/users/user_1"`, `"teams/acme"`. */
  resource: string;
  /** A sentence that is safe to show. By default the one of the code. */
  message?: string;
  /** Milliseconds the service asked us to wait before the next try. */
  retryAfterMs?: number | undefined;
  /** What is wrong, by field. Safe to show. */
  fieldErrors?: Record<string, string[]> | undefined;
  /** The original error: for the log, never for the user. */
  cause?: unknown;
}

/** How a call to a store, Clerk or Firestore, can fail. `message` is safe to show. */
export class DbError extends Error {
  override readonly name = "DbError";
  readonly code: DbErrorCode;
  /** Whether the same call may succeed when it is made again. */
  readonly isRetryable: boolean;
  /** Whether it is a mistake of ours. It is logged as an error, and is never the visitor's 4xx. */
  readonly isServerFault: boolean;
  readonly retryAfterMs: number | undefined;
  readonly resource: string;
  readonly fieldErrors: Record<string, string[]> | undefined;

  constructor(code: DbErrorCode, details: DbErrorDetails) {
    super(details.message ?? MESSAGES[code], { cause: details.cause });
    this.code = code;
    this.isRetryable = RETRYABLE.includes(code);
    this.isServerFault = OURS.includes(code);
    this.retryAfterMs = details.retryAfterMs;
    this.resource = details.resource;
    this.fieldErrors = details.fieldErrors;
  }
}

/** A `[error, value]` tuple: exactly one of the two is null. */
export type Result<Value, Problem = DbError> = [null, Value] | [Problem, null];

function codeOfHttpStatus(status: number): DbErrorCode {
  return BY_HTTP_STATUS[status] ?? (status >= 500 ? "unavailable" : "internal");
}

function codeOf(error: unknown): DbErrorCode {
  const { name, message, code, clerkError, status, errors, httpStatusCode, cause } =
    fieldsOf(error);
  if (clerkError) {
    // @clerk/backend gives no status when there was no answer, or none that is JSON.
    if (typeof status !== "number") return "unavailable";
    const codes = Array.isArray(errors) ? errors.map((one) => String(fieldsOf(one).code)) : [];
    if (codes.some((one) => one.endsWith("_exists"))) return "already-exists";
    // Clerk names a user or a session that is gone. Any other 404 comes from a wrong address.
    const isGone = status !== 404 || codes.some((one) => one.endsWith("_not_found"));
    return isGone ? codeOfHttpStatus(status) : "internal";
  }
  // Firestore says "not found" of a document, and of a whole database that was never created.
  if (/\bThe database \S+ does not exist\b/.test(String(message))) return "internal";
  const byGrpc = typeof code === "number" ? BY_GRPC_CODE[code] : undefined;
  if (byGrpc) return byGrpc;
  if (typeof httpStatusCode === "number") return codeOfHttpStatus(httpStatusCode);
  const names = [String(name), String(code)];
  if (names.some((one) => TIMED_OUT.test(one))) return "deadline-exceeded";
  if (names.some((one) => NOT_REACHED.test(one))) return "unavailable";
  // fetch() throws a TypeError whose cause says what happened.
  return error instanceof TypeError && cause ? codeOf(cause) : "internal";
}

function fieldsOf(thrown: unknown): Record<string, unknown> {
  return Object(thrown);
}

/**
 * Turns whatever a call to Clerk or Firestore threw into a DbError.
 * @param error what was thrown
 * @param resource what the call was about, such as `"clerk/users/user_1"`, for the log
 */
export function categorizeDbError(error: unknown, resource: string): DbError {
  if (error instanceof DbError) return error;
  if (error instanceof z.ZodError) {
    const fieldErrors = fieldErrorsOf(error);
    const fields = Object.entries(fieldErrors).map(
      ([field, texts]) => `${field} ${texts.join(", ")}`,
    );
    const message = fields.join("; ");
    return new DbError("validation", { resource, message, fieldErrors, cause: error });
  }
  const { retryAfter } = fieldsOf(error);
  const retryAfterMs = typeof retryAfter === "number" ? retryAfter * 1_000 : undefined;
  return new DbError(codeOf(error), { resource, retryAfterMs, cause: error });
}
