import { z } from "zod";
import { fieldErrorsOf } from "~/lib/field-errors";

/** What a user may be told. Of a mistake of ours, such as a wrong key, only that there is one. */
const MESSAGES = {
  validation: "Some of the values are not valid.",
  "not-found": "This no longer exists.",
  "already-exists": "This already exists.",
  "permission-denied": "Something went wrong on our side.",
  unauthenticated: "Something went wrong on our side.",
  "rate-limited": "Too many requests. Please wait a moment.",
  unavailable: "The service cannot be reached. Please try again.",
  "deadline-exceeded": "The service took too long to answer. Please try again.",
  conflict: "Someone else changed this at the same time. Please try again.",
  "data-corruption": "The stored data cannot be read.",
  internal: "Something went wrong on our side.",
};

export type DbErrorCode = keyof typeof MESSAGES;

const RETRYABLE: readonly DbErrorCode[] = [
  "rate-limited",
  "unavailable",
  "deadline-exceeded",
  "conflict",
];

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
  readonly retryAfterMs: number | undefined;
  readonly resource: string;
  readonly fieldErrors: Record<string, string[]> | undefined;

  constructor(code: DbErrorCode, { resource, message, ...details }: DbErrorDetails) {
    super(message ?? MESSAGES[code], { cause: details.cause });
    this.code = code;
    this.isRetryable = RETRYABLE.includes(code);
    this.retryAfterMs = details.retryAfterMs;
    this.resource = resource;
    this.fieldErrors = details.fieldErrors;
  }
}

/** A `[error, value]` tuple: exactly one of the two is null. */
export type Result<Value, Problem = DbError> = [null, Value] | [Problem, null];

/** gRPC codes, as the Firestore SDK throws them. https://grpc.io/docs/guides/status-codes */
const BY_GRPC_CODE: Partial<Record<number, DbErrorCode>> = {
  1: "deadline-exceeded", // CANCELLED
  3: "validation",
  4: "deadline-exceeded",
  5: "not-found",
  6: "already-exists",
  7: "permission-denied",
  8: "rate-limited",
  9: "conflict", // FAILED_PRECONDITION: an update time that no longer holds
  10: "conflict", // ABORTED: a transaction lost the race
  11: "validation", // OUT_OF_RANGE
  14: "unavailable",
  15: "data-corruption", // DATA_LOSS
  16: "unauthenticated",
};

/** HTTP statuses of Clerk's Backend API, and of Firestore over REST. */
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

const TIMEOUT = /^(AbortError|TimeoutError|ETIMEDOUT|UND_ERR_\w+_TIMEOUT)$/;
const NO_CONNECTION =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_SOCKET)$/;

/** What the SDKs, fetch and sockets put on the errors they throw. */
interface Thrown {
  name?: unknown;
  code?: unknown;
  clerkError?: unknown;
  status?: unknown;
  /** Seconds, from the Retry-After header. */
  retryAfter?: unknown;
  errors?: unknown;
  httpStatusCode?: unknown;
  cause?: unknown;
}

function codeOfHttpStatus(status: number): DbErrorCode {
  return BY_HTTP_STATUS[status] ?? (status >= 500 ? "unavailable" : "internal");
}

function codeOf(error: unknown): DbErrorCode {
  const { name, code, clerkError, status, errors, httpStatusCode, cause }: Thrown = Object(error);
  if (clerkError === true) {
    // @clerk/backend gives no status when there was no answer, or none that is JSON.
    if (typeof status !== "number") return "unavailable";
    const codes = Array.isArray(errors) ? errors.map((one: Thrown) => String(one.code)) : [];
    return codes.some((one) => one.endsWith("_exists"))
      ? "already-exists"
      : codeOfHttpStatus(status);
  }
  const byGrpc = typeof code === "number" ? BY_GRPC_CODE[code] : undefined;
  if (byGrpc) return byGrpc;
  if (typeof httpStatusCode === "number") return codeOfHttpStatus(httpStatusCode);
  if (TIMEOUT.test(String(name)) || TIMEOUT.test(String(code))) return "deadline-exceeded";
  if (NO_CONNECTION.test(String(code))) return "unavailable";
  // fetch() throws a TypeError whose cause says what happened.
  return error instanceof TypeError && cause ? codeOf(cause) : "internal";
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
    const message = Object.entries(fieldErrors)
      .map(([field, texts]) => `${field} ${texts.join(", ")}`)
      .join("; ");
    return new DbError("validation", { resource, message, fieldErrors, cause: error });
  }
  const { clerkError, retryAfter }: Thrown = Object(error);
  const seconds = clerkError === true && typeof retryAfter === "number" ? retryAfter : undefined;
  return new DbError(codeOf(error), {
    resource,
    retryAfterMs: seconds === undefined ? undefined : seconds * 1_000,
    cause: error,
  });
}
