import { afterAll, beforeAll } from "vitest";
import { auditLog } from "~/lib/admin/audit-log";
import { startBackends } from "~/tests/support/backends";
import { collectLog } from "../../cell.ts";
import { testFirestoreFailures } from "../../firestore-failures.ts";

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  collectLog();
  backends = await startBackends({ users: [] });
  await auditLog.read("user_first"); // the first call loads the SDK
});
afterAll(() => backends.close());

testFirestoreFailures(() => backends.faults, [["an audit entry", (id) => auditLog.read(id)]]);
