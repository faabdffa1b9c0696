import { afterAll, beforeAll, describe, test } from "vitest";
import { auditLog } from "~/lib/admin/audit-log";
import { startBackends, testUser } from "~/tests/support/backends";
import { collectLog, failOnce } from "../../cell.ts";
import { FIRESTORE } from "../../failures.ts";
import { testFirestoreFailures } from "../../firestore-failures.ts";
import { ADMIN, change, changeFailures, changeWithEntry } from "./change.ts";

const changes = changeFailures(FIRESTORE).map((failure, column) => ({
  what: failure[0],
  failure,
  id: `user_changed${column}`,
  entryId: `00000000-0000-4000-8000-00000000000${column}` as const,
}));

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  collectLog();
  backends = await startBackends({ users: [ADMIN, ...changes.map(({ id }) => testUser(id))] });
  await auditLog.read("user_first"); // the first call loads the SDK
});
afterAll(() => backends.close());

// First, because what is begun goes on for some seconds, and needs Firestore still.
describe.concurrent("Firestore fails", () => {
  test.each(changes)("auditedChange under $what", async ({ failure, id, entryId }) => {
    const first = [entryId];
    const call = () => {
      const entry = first.pop();
      return entry ? changeWithEntry(id, entry) : change(id);
    };
    await failOnce(backends.faults, `Commit *audit/${entryId}`, failure, entryId, call);
  });
});

testFirestoreFailures(() => backends.faults, [["an audit entry", (id) => auditLog.read(id)]]);
