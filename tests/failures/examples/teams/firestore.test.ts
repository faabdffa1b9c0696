import { afterAll, beforeAll } from "vitest";
import type { Result } from "~/lib/firebase/errors";
import { members, teams } from "~/lib/teams/collections";
import { createTeam, joinTeam, leaveTeam, rotateCode } from "~/lib/teams/membership";
import { startBackends } from "~/tests/support/backends";
import { collectLog } from "../../cell.ts";
import { testFirestoreFailures } from "../../firestore-failures.ts";

let code = "";

/** Someone without a team is refused, which is an answer and no failure of Firestore's. */
async function rotate(id: string): Promise<Result<unknown, unknown>> {
  const [problem] = await rotateCode(id);
  return problem && "kind" in problem ? [null, null] : [problem, null];
}

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  collectLog();
  backends = await startBackends({ users: [] });
  const [, teamId] = await createTeam("Open to all", "user_owner");
  code = (await teams.read(teamId ?? ""))[1]?.code ?? "";
});
afterAll(() => backends.close());

testFirestoreFailures(
  () => backends.faults,
  [
    ["members.read", (id) => members.read(id)],
    ["members.remove", (id) => members.remove(id)],
    ["createTeam", (id) => createTeam("Team", id)],
    ["joinTeam", (id) => joinTeam(code, id)],
    ["leaveTeam", (id) => leaveTeam(id, id)],
    ["rotateCode", (id) => rotate(id)],
  ],
);
