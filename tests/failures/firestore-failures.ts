import type { Faults } from "@claims-starter/local-service";
import { describe, test } from "vitest";
import type { Result } from "~/lib/firebase/errors";
import { failOnce } from "./cell.ts";
import { FIRESTORE } from "./failures.ts";

/** `ID` in `match` stands for the cell's own user. By default, all that is done with their documents fails. */
export type FirestoreCall = [
  name: string,
  call: (id: string) => Promise<Result<unknown, unknown>>,
  match?: string,
];

/** The user of a cell: each has one of its own, so that cells can run side by side. */
export function cellUser(row: number, column: number): string {
  return `user_f${row}x${column}`;
}

/** Every call to Firestore × every way in which Firestore can fail: the real Admin SDK over gRPC. */
export function testFirestoreFailures(faults: () => Faults, calls: FirestoreCall[]): void {
  const cells = calls.flatMap(([name, call, match = "*/ID"], row) =>
    FIRESTORE.map((failure, column) => {
      const id = cellUser(row, column);
      const what = `${name} under ${failure[0]}`;
      return { what, match: match.replace("ID", id), call, failure, id };
    }),
  );
  describe.concurrent("Firestore fails", () => {
    test.each(cells)("$what", async ({ match, call, failure, id }) => {
      await failOnce(faults(), match, failure, id, () => call(id));
    });
  });
}
