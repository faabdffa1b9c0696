import { ClerkAPIResponseError } from "@clerk/nextjs/errors";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { categorizeDbError, DbError, type DbErrorCode } from "~/lib/firebase/errors";

const RESOURCE = "teams/acme";

function clerkError(status: number | undefined, code = "some_code", retryAfter?: number): Error {
  const error = new ClerkAPIResponseError("text of Clerk's", {
    data: [{ code, message: "text of Clerk's" }],
    // The type asks for a number, but @clerk/backend passes undefined when nothing answered.
    status: status as number,
    ...(retryAfter !== undefined && { retryAfter }),
  });
  return error;
}

function grpcError(code: number): Error {
  return Object.assign(new Error(`${code} NAME: details`), { code, details: "details" });
}

const RETRYABLE: DbErrorCode[] = ["rate-limited", "unavailable", "deadline-exceeded", "conflict"];

const OURS: DbErrorCode[] = [
  "validation",
  "unauthenticated",
  "permission-denied",
  "data-corruption",
  "internal",
];

const TABLE: [string, unknown, DbErrorCode][] = [
  ["Clerk 400", clerkError(400), "validation"],
  ["Clerk 401", clerkError(401), "unauthenticated"],
  ["Clerk 403", clerkError(403), "permission-denied"],
  ["Clerk 404, of a user", clerkError(404, "resource_not_found"), "not-found"],
  ["Clerk 404, of an address", clerkError(404, "not_a_resource"), "internal"],
  ["Clerk 409", clerkError(409), "conflict"],
  ["Clerk 410", clerkError(410), "not-found"],
  ["Clerk 422", clerkError(422), "validation"],
  ["Clerk 422, taken", clerkError(422, "form_identifier_exists"), "already-exists"],
  ["Clerk 429", clerkError(429, "too_many_requests", 7), "rate-limited"],
  ["Clerk 500", clerkError(500), "unavailable"],
  ["Clerk 502", clerkError(502), "unavailable"],
  ["Clerk 503", clerkError(503), "unavailable"],
  ["Clerk 504", clerkError(504), "deadline-exceeded"],
  ["Clerk 599", clerkError(599), "unavailable"],
  ["Clerk 418", clerkError(418), "internal"],
  ["Clerk without a status", clerkError(undefined, "unexpected_error"), "unavailable"],
  ["gRPC CANCELLED", grpcError(1), "deadline-exceeded"],
  ["gRPC UNKNOWN", grpcError(2), "internal"],
  ["gRPC INVALID_ARGUMENT", grpcError(3), "validation"],
  ["gRPC DEADLINE_EXCEEDED", grpcError(4), "deadline-exceeded"],
  ["gRPC NOT_FOUND", grpcError(5), "not-found"],
  [
    "gRPC NOT_FOUND, of the database",
    Object.assign(
      new Error("5 NOT_FOUND: The database (default) does not exist for project p. Please visit"),
      { code: 5 },
    ),
    "internal",
  ],
  ["gRPC ALREADY_EXISTS", grpcError(6), "already-exists"],
  ["gRPC PERMISSION_DENIED", grpcError(7), "permission-denied"],
  ["gRPC RESOURCE_EXHAUSTED", grpcError(8), "rate-limited"],
  ["gRPC FAILED_PRECONDITION", grpcError(9), "conflict"],
  ["gRPC ABORTED", grpcError(10), "conflict"],
  ["gRPC OUT_OF_RANGE", grpcError(11), "validation"],
  ["gRPC UNIMPLEMENTED", grpcError(12), "internal"],
  ["gRPC INTERNAL", grpcError(13), "internal"],
  ["gRPC UNAVAILABLE", grpcError(14), "unavailable"],
  ["gRPC DATA_LOSS", grpcError(15), "data-corruption"],
  ["gRPC UNAUTHENTICATED", grpcError(16), "unauthenticated"],
  ["gRPC, unheard of", grpcError(99), "internal"],
  ["Firestore REST 404", Object.assign(new Error("x"), { httpStatusCode: 404 }), "not-found"],
  ["Firestore REST 409", Object.assign(new Error("x"), { httpStatusCode: 409 }), "conflict"],
  ["Firestore REST 429", Object.assign(new Error("x"), { httpStatusCode: 429 }), "rate-limited"],
  ["Firestore REST 503", Object.assign(new Error("x"), { httpStatusCode: 503 }), "unavailable"],
  [
    "Firestore REST with both codes",
    Object.assign(new Error("x"), { httpStatusCode: 400, code: 9 }),
    "conflict",
  ],
  ["an abort", new DOMException("aborted", "AbortError"), "deadline-exceeded"],
  ["a time-out", new DOMException("late", "TimeoutError"), "deadline-exceeded"],
  ["a refused connection", Object.assign(new Error("x"), { code: "ECONNREFUSED" }), "unavailable"],
  ["a socket time-out", Object.assign(new Error("x"), { code: "ETIMEDOUT" }), "deadline-exceeded"],
  [
    "a failed fetch",
    new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ECONNRESET" }) }),
    "unavailable",
  ],
  ["a bug", new TypeError("x is not a function"), "internal"],
  ["a thrown string", "boom", "internal"],
  ["a thrown null", null, "internal"],
];

describe("categorizeDbError", () => {
  test.each(TABLE)("%s", (_name, thrown, code) => {
    const error = categorizeDbError(thrown, RESOURCE);
    expect(error).toBeInstanceOf(DbError);
    expect(error.code).toBe(code);
    expect(error.resource).toBe(RESOURCE);
    expect(error.isRetryable).toBe(RETRYABLE.includes(code));
    expect(error.isServerFault).toBe(OURS.includes(code));
    expect(error.message).not.toContain("text of Clerk's");
    expect(error.message).not.toContain("details");
  });

  test("the table reaches all eleven codes", () => {
    expect(new Set(TABLE.map(([, , code]) => code)).size).toBe(11);
  });

  test("keeps the wait that Retry-After asks for, in milliseconds", () => {
    expect(categorizeDbError(clerkError(429, "x", 7), RESOURCE).retryAfterMs).toBe(7_000);
    expect(categorizeDbError(clerkError(429), RESOURCE).retryAfterMs).toBeUndefined();
  });

  test("keeps the cause for the log", () => {
    const thrown = grpcError(14);
    expect(categorizeDbError(thrown, RESOURCE).cause).toBe(thrown);
  });

  test("leaves a DbError as it is", () => {
    const error = new DbError("conflict", { resource: "other" });
    expect(categorizeDbError(error, RESOURCE)).toBe(error);
  });

  test("a ZodError names each field and never repeats what was entered", () => {
    const schema = z.strictObject({ plan: z.enum(["free", "pro"], "must be free or pro") });
    const { error: zodError } = schema.safeParse({ plan: "s3cret-entry", admin: true });
    const error = categorizeDbError(zodError, RESOURCE);
    expect(error.code).toBe("validation");
    expect(error.fieldErrors).toEqual({
      plan: ["must be free or pro"],
      admin: ["is not a known field"],
    });
    expect(error.message).toBe("plan must be free or pro; admin is not a known field");
    expect(JSON.stringify(error)).not.toContain("s3cret-entry");
  });
});
