import { afterAll, beforeAll, vi } from "vitest";
import { listAudit } from "~/lib/admin/audit-log";
import { startBackends } from "~/tests/support/backends";
import { collectLog } from "../../cell.ts";
import { testFirestoreFailures } from "../../firestore-failures.ts";

vi.mock("next/headers", () => import("../../request.ts"));

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  collectLog();
  backends = await startBackends({ users: [] });
});
afterAll(() => backends.close());

testFirestoreFailures(
  () => backends,
  // A query doesn't say for whom it is.
  [["listAudit", (targetId) => listAudit(10, { targetId }), "RunQuery"]],
);
