import { afterAll, beforeAll, test, vi } from "vitest";
import { leaveOwnTeam } from "~/app/(app)/team/actions";
import { members } from "~/lib/teams/collections";
import { createTeam } from "~/lib/teams/membership";
import { readUser } from "~/lib/users";
import { startBackends, testUser } from "~/tests/support/backends";
import { expectAnswerInTime } from "../../deadline.ts";
import { sessionOf } from "../../visitor.ts";

vi.mock("next/headers", () => import("../../request.ts"));
vi.mock("~/lib/auth/session", () => import("../../visitor.ts"));

const LEAVER = "user_leaver";

let backends: Awaited<ReturnType<typeof startBackends>>;
let teamId: string | null;
beforeAll(async () => {
  backends = await startBackends({ users: [testUser(LEAVER)] });
  [, teamId] = await createTeam("Team", LEAVER);
  // The first calls load the SDKs.
  await members.read(LEAVER);
  await readUser(LEAVER);
});
afterAll(() => backends.close());

test("leaving a team is answered in time, though the membership is read slowly and Clerk hangs", async () => {
  backends.faults.add({ match: `BatchGetDocuments *members/${LEAVER}`, delayMs: 1_500 });
  backends.faults.add({ match: `PATCH /v1/users/${LEAVER}/metadata`, hang: true });
  await expectAnswerInTime(leaveOwnTeam, sessionOf(LEAVER), { teamId: teamId ?? "" });
});
