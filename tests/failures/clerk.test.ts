import { vi } from "vitest";
import * as metadata from "~/lib/auth/user-metadata";
import { saveDisplayName } from "~/lib/onboarding/display-name";
import { findUsersById, readUser, usersFrom } from "~/lib/users";
import { clerkCells } from "./clerk-failures.ts";
import { servicesForTests } from "./services.ts";

vi.mock("next/headers", () => import("./request.ts"));

const { users, testThem } = clerkCells([
  {
    name: "updateUserMetadata",
    match: "PATCH /v1/users/ID/metadata",
    call: (id) => metadata.updateUserMetadata(id, { plan: "pro" }),
  },
  {
    name: "updatePrivateMetadata",
    match: "PATCH /v1/users/ID/metadata",
    call: (id) => metadata.updatePrivateMetadata(id, { internalNotes: "note" }),
  },
  { name: "readUser", match: "GET /v1/users/ID", call: (id) => readUser(id) },
  { name: "usersFrom", match: "GET /v1/users?*query=ID*", call: (id) => usersFrom(0, 20, id) },
  {
    name: "findUsersById",
    match: "GET /v1/users?*user_id=ID*",
    call: (id) => findUsersById([id]),
  },
  {
    name: "saveDisplayName",
    match: "PATCH /v1/users/ID",
    call: (id) => saveDisplayName(id, "Ada"),
  },
]);

const backends = servicesForTests(users);

testThem(() => backends().faults);
