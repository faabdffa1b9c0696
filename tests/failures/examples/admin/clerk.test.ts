import { vi } from "vitest";
import { findUsers } from "~/lib/admin/find-users";
import { clerkCells } from "../../clerk-failures.ts";
import { CLERK } from "../../failures.ts";
import { servicesForTests } from "../../services.ts";
import { ADMIN, change, changeFailures } from "./change.ts";

vi.mock("next/headers", () => import("../../request.ts"));

const { users, testThem } = clerkCells([
  {
    name: "findUsers",
    match: "GET /v1/users?*query=ID*",
    call: (id) => findUsers({ query: id }, 0),
  },
  {
    name: "auditedChange, reading",
    match: "GET /v1/users/ID",
    call: change,
    failures: changeFailures(CLERK),
    ms: 6_000,
    calls: 2, // Of the admin and of the user.
  },
  {
    name: "auditedChange, writing",
    match: "PATCH /v1/users/ID/metadata",
    call: change,
    failures: changeFailures(CLERK),
    // Before a write was tried so often that it fails, which would be another line in the log.
    ms: 1_500,
    calls: 2,
  },
]);

const backends = servicesForTests([ADMIN, ...users]);

testThem(() => backends().faults);
