import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { auditLog } from "~/lib/admin/audit-log";
import { readUser } from "~/lib/users";
import { startBackends, testUser } from "~/tests/support/backends";
import { collectLog, failOnce, lines } from "../../cell.ts";
import { FIRESTORE } from "../../failures.ts";
import { testFirestoreFailures } from "../../firestore-failures.ts";
import { ADMIN, change, changeFailures, changeWithEntry } from "./change.ts";

vi.mock("next/headers", () => import("../../request.ts"));

/** Each failure with a user and an entry of its own, so that the cells of a row can run side by side. */
function cells(row: number) {
  return changeFailures(FIRESTORE).map((failure, column) => ({
    what: failure[0],
    failure,
    id: `user_changed${row}x${column}`,
    entryId: `00000000-0000-4000-8000-0000000000${row}${column}` as const,
  }));
}
const [openings, closings, queries] = [cells(1), cells(2), cells(3)];
const users = [...openings, ...closings, ...queries].map(({ id }) => testUser(id));

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  collectLog();
  backends = await startBackends({ users: [ADMIN, ...users] });
  // The first calls load the SDKs.
  await auditLog.read("user_first");
  await readUser(ADMIN.id);
});
afterAll(() => backends.close());

/** A change of a user whose first entry has this id. */
function changing(id: string, entryId: (typeof openings)[number]["entryId"]) {
  const first = [entryId];
  return () => {
    const entry = first.pop();
    return entry ? changeWithEntry(id, entry) : change(id);
  };
}

// First, because what is begun goes on for some seconds, and needs Firestore still.
describe("Firestore fails", () => {
  test.concurrent.each(openings)("auditedChange under $what", async ({ failure, id, entryId }) => {
    const call = changing(id, entryId);
    await failOnce(backends.faults, `Commit *audit/${entryId}`, failure, { about: entryId, call });
  });
});

// By itself, because a change that has no time left isn't made, and then there is nothing to close.
describe("Firestore fails", () => {
  test.concurrent.each(closings)(
    "closing an entry under $what: the change counts, and the next one records it",
    async ({ failure: [, fault], id, entryId }) => {
      // Only closing reads the entry itself.
      const match = `BatchGetDocuments *audit/${entryId}`;
      const call = changing(id, entryId);
      backends.faults.add({ match, ...fault });
      const [late] = await call();
      await vi.waitFor(
        () =>
          expect(lines).toContainEqual(
            expect.objectContaining({ level: "error", entryId, msg: "Audit entry stays pending" }),
          ),
        { timeout: 20_000 },
      );
      backends.faults.clear(match);
      if (late) expect(late).toMatchObject({ code: "deadline-exceeded", isRetryable: true });

      await vi.waitFor(async () => expect((await call())[0]).toBeNull(), { timeout: 20_000 });
      expect((await auditLog.read(entryId))[1]).toMatchObject({ state: "done" });
    },
    60_000,
  );
});

// One after the other: a query doesn't say for whom it is.
describe("Firestore fails", () => {
  test.each(queries)(
    "the search for other changes under $what",
    async ({ failure, id, entryId }) => {
      const call = changing(id, entryId);
      await failOnce(backends.faults, "RunQuery", failure, { about: entryId, call });
    },
  );
});

testFirestoreFailures(() => backends, [["an audit entry", (id) => auditLog.read(id)]]);
