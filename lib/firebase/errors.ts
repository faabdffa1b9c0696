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
const BY_GRPC_CODE: [DbErrorCode, number[]][] = [
  ["validation", [3, 11]],
  ["not-found", [5]],
  ["already-exists", [6]],
  ["permission-denied", [7]],
  ["unauthenticated", [16]],
  ["rate-limited", [8]],
  ["unavailable", [14]],
  ["deadline-exceeded", [1, 4]],
  ["conflict", [9, 10]], // An update time that no longer holds, a transaction that lost the race.
  ["data-corruption", [15]],
];

/** Statuses of Clerk's Backend API, and of Firestore over REST. */
const BY_HTTP_STATUS: [DbErrorCode, number[]][] = [
  ["validation", [400, 422]],
  ["unauthenticated", [401]],
  ["permission-denied", [403]],
  ["not-found", [404, 410]],
  ["deadline-exceeded", [408, 504]],
  ["conflict", [409]],
  ["rate-limited", [429]],
];

/** What fetch, sockets and aborted calls throw. */
const BY_NAME: [DbErrorCode, RegExp][] = [
  ["deadline-exceeded", /^(AbortError|TimeoutError|ETIMEDOUT|UND_ERR_\w+_TIMEOUT)$/],
  ["unavailable", /^(ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_SOCKET)/],
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
  /** Whether it is a mistake of ours. It is logged as an error, and is never the visitor's 4xx. */
  readonly isOurs: boolean;
  readonly retryAfterMs: number | undefined;
  readonly resource: string;
  readonly fieldErrors: Record<string, string[]> | undefined;

  constructor(code: DbErrorCode, details: DbErrorDetails) {
    super(details.message ?? MESSAGES[code], { cause: details.cause });
    this.code = code;
    this.isRetryable = RETRYABLE.includes(code);
    this.isOurs = OURS.includes(code);
    this.retryAfterMs = details.retryAfterMs;
    this.resource = details.resource;
    this.fieldErrors = details.fieldErrors;
  }
}

/** A `[error, value]` tuple: exactly one of the two is null. */
export type Result<Value, Problem = DbError> = [null, Value] | [Problem, null];

function find<Key>(table: [DbErrorCode, Key][], fits: (key: Key) => boolean) {
  return table.find(([, key]) => fits(key))?.[0];
}

function codeOfHttpStatus(status: number): DbErrorCode {
  const found = find(BY_HTTP_STATUS, (statuses) => statuses.includes(status));
  return found ?? (status >= 500 ? "unavailable" : "internal");
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
  const byGrpc = find(BY_GRPC_CODE, (codes) => typeof code === "number" && codes.includes(code));
  if (byGrpc) return byGrpc;
  if (typeof httpStatusCode === "number") return codeOfHttpStatus(httpStatusCode);
  const byName = find(BY_NAME, (names) => names.test(String(name)) || names.test(String(code)));
  if (byName) return byName;
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
