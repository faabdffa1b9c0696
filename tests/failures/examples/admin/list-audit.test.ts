import { vi } from "vitest";
import { listAudit } from "~/lib/admin/audit-log";
import { testFirestoreFailures } from "../../firestore-failures.ts";
import { servicesForTests } from "../../services.ts";

vi.mock("next/headers", () => import("../../request.ts"));

const backends = servicesForTests();

testFirestoreFailures(
  backends,
  // A query doesn't say for whom it is.
  [["listAudit", (targetId) => listAudit(10, { targetId }), "RunQuery"]],
);
