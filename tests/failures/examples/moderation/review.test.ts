import { vi } from "vitest";
import { nameReviews, reviewName, type VERDICTS } from "~/lib/moderation/names";
import { testUser } from "~/tests/support/backends";
import { clerkCells } from "../../clerk-failures.ts";
import { COLUMNS, cellUser, testFirestoreFailures } from "../../firestore-failures.ts";
import { servicesForTests } from "../../services.ts";

vi.mock("next/headers", () => import("../../request.ts"));

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
const reviewed = Array.from({ length: COLUMNS }, (_, column) => testUser(cellUser(0, column)));

const backends = servicesForTests([...clerk.users, ...reviewed]);

// First, because what is begun goes on for some seconds, and needs Firestore still.
testFirestoreFailures(backends, [
  ["reviewName", (id) => review(id, "approved"), "*/documents/*/ID"],
  ["the reviews of some names", (id) => nameReviews.readMany([id])],
]);
clerk.testThem(() => backends().faults);
