import { afterAll, beforeAll } from "vitest";
import { reviewName, type VERDICTS } from "~/lib/moderation/names";
import { readUser } from "~/lib/users";
import { startBackends, testUser } from "~/tests/support/backends";
import { collectLog } from "../../cell.ts";
import { clerkCells } from "../../clerk-failures.ts";
import { FIRESTORE } from "../../failures.ts";
import { cellUser, testFirestoreFailures } from "../../firestore-failures.ts";

/** These users have no name, so what is removed can be removed again. */
function review(userId: string, verdict: (typeof VERDICTS)[number]) {
  return reviewName({ userId: "user_moderator", role: "moderator" }, { userId, name: "", verdict });
}

const clerk = clerkCells([
  {
    name: "reviewName, reading",
    match: "GET /v1/users/ID",
    call: (id) => review(id, "approved"),
  },
  {
    name: "reviewName, removing",
    match: "PATCH /v1/users/ID",
    call: (id) => review(id, "removed"),
  },
]);
const reviewed = FIRESTORE.map((_, column) => testUser(cellUser(0, column)));

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  collectLog();
  backends = await startBackends({ users: [...clerk.users, ...reviewed] });
  await readUser("user_c0x0"); // the first call loads the SDK
});
afterAll(() => backends.close());

// First, because what is begun goes on for some seconds, and needs Firestore still.
testFirestoreFailures(
  () => backends.faults,
  [["reviewName", (id) => review(id, "approved"), "*/documents/*/ID"]],
);
clerk.testThem(() => backends.faults);
