import type { Failure } from "./cell.ts";

/** The ways in which Clerk's Backend API can fail. */
export const CLERK: Failure[] = [
  ["429 with Retry-After", { status: 429, headers: { "retry-after": "60" } }, ["rate-limited"]],
  ["429", { status: 429 }, ["rate-limited"]],
  ["500", { status: 500 }, ["unavailable"]],
  [
    "502 with HTML",
    { status: 502, body: "<html>Bad Gateway</html>", headers: { "content-type": "text/html" } },
    ["unavailable"],
  ],
  ["malformed JSON", { status: 200, body: '{"object": user' }, ["unavailable"]],
  ["truncated JSON", { truncate: true }, ["unavailable"]],
  ["a reset connection", { dropConnection: true }, ["unavailable"]],
  ["a hang", { hang: true }, ["deadline-exceeded"]],
  ["a wrong key", { status: 401 }, ["unauthenticated"]],
  ["a slow answer", { delayMs: 400 }, null],
];

/**
 * The ways in which Firestore can fail. What the SDK takes for passing it tries again by itself, so
 * it may reach the deadline.
 */
export const FIRESTORE: Failure[] = [
  ["UNAVAILABLE", { code: 14 }, ["unavailable", "deadline-exceeded"]],
  ["DEADLINE_EXCEEDED", { code: 4 }, ["deadline-exceeded"]],
  ["RESOURCE_EXHAUSTED", { code: 8 }, ["rate-limited", "deadline-exceeded"]],
  ["ABORTED", { code: 10 }, ["conflict", "deadline-exceeded"]],
  ["PERMISSION_DENIED", { code: 7 }, ["permission-denied"]],
  ["UNAUTHENTICATED", { code: 16 }, ["unauthenticated"]],
  ["INTERNAL", { code: 13 }, ["internal", "deadline-exceeded"]],
  ["a hang", { hang: true }, ["deadline-exceeded"]],
  ["a slow answer", { delayMs: 200 }, null],
];

/** Ends the connection that all calls share, so these run after the others. */
export const RESET: Failure = [
  "a reset connection",
  { dropConnection: true },
  ["unavailable", "deadline-exceeded"],
];
