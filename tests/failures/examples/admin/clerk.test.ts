import { afterAll, beforeAll } from "vitest";
import { findUsers } from "~/lib/admin/find-users";
import { startBackends } from "~/tests/support/backends";
import { collectLog } from "../../cell.ts";
import { clerkCells } from "../../clerk-failures.ts";
import { CLERK } from "../../failures.ts";
import { ADMIN, change, changeFailures } from "./change.ts";

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
  },
  {
    name: "auditedChange, writing",
    match: "PATCH /v1/users/ID/metadata",
    call: change,
    failures: changeFailures(CLERK),
    // Before a write was tried so often that it fails, which would be another line in the log.
    ms: 1_500,
  },
]);

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  collectLog();
  backends = await startBackends({ users: [ADMIN, ...users] });
  await findUsers({ query: "nobody" }, 0); // the first call loads the SDK
});
afterAll(() => backends.close());

testThem(() => backends.faults);
