import { vi } from "vitest";
import { members } from "~/lib/teams/collections";
import { testFirestoreFailures } from "../../firestore-failures.ts";
import { servicesForTests } from "../../services.ts";

vi.mock("next/headers", () => import("../../request.ts"));

const backends = servicesForTests();

testFirestoreFailures(
  backends,
  // A query doesn't say for whom it is.
  [["members.list", () => members.list({ orderBy: "joinedAt", limit: 1 }), "RunQuery"]],
);
