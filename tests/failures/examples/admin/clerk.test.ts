import { afterAll, beforeAll } from "vitest";
import { findUsers } from "~/lib/admin/find-users";
import { startBackends } from "~/tests/support/backends";
import { collectLog } from "../../cell.ts";
import { clerkCells } from "../../clerk-failures.ts";
import { ADMIN, change } from "./change.ts";

const { users, testThem } = clerkCells([
  {
    name: "findUsers",
    match: "GET /v1/users?*query=ID*",
    call: (id) => findUsers({ query: id }, 0),
  },
  // A change has a deadline of its own, which a call that is tried again may reach.
  {
    name: "auditedChange, reading",
    match: "GET /v1/users/ID",
    call: change,
    alsoAnswers: ["deadline-exceeded"],
  },
  {
    name: "auditedChange, writing",
    match: "PATCH /v1/users/ID/metadata",
    call: change,
    alsoAnswers: ["deadline-exceeded"],
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
