import type { Faults } from "@claims-starter/local-service";
import { describe, test } from "vitest";
import type { Result } from "~/lib/firebase/errors";
import { type Failure, failOnce } from "./cell.ts";

/**
 * Every call to Firestore × every way in which Firestore can fail: the real Admin SDK over gRPC.
 * What the SDK takes for passing it tries again by itself, so it may reach the deadline.
 */
const FIRESTORE: Failure[] = [
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

export type FirestoreCall = [name: string, call: (id: string) => Promise<Result<unknown, unknown>>];

/** Each cell has a user of its own, so that cells can run side by side. */
export function testFirestoreFailures(faults: () => Faults, calls: FirestoreCall[]): void {
  const cells = calls.flatMap(([name, call], row) =>
    FIRESTORE.map((failure, column) => {
      const id = `user_f${row}x${column}`;
      return { what: `${name} under ${failure[0]}`, call, failure, id };
    }),
  );
  describe.concurrent("Firestore fails", () => {
    test.each(cells)("$what", async ({ call, failure, id }) => {
      await failOnce(faults(), `*/${id}`, failure, id, () => call(id));
    });
  });
}
