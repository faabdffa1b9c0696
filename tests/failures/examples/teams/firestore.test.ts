import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, vi } from "vitest";
import type { Result } from "~/lib/firebase/errors";
import { members, teams } from "~/lib/teams/collections";
import { createTeam, joinTeam, leaveTeam, rotateCode } from "~/lib/teams/membership";
import { readTeam } from "~/lib/teams/read-team";
import { startBackends } from "~/tests/support/backends";
import { collectLog } from "../../cell.ts";
import { testFirestoreFailures } from "../../firestore-failures.ts";

vi.mock("next/headers", () => import("../../request.ts"));

let code = "";

/** Someone without a team is refused, which is an answer and no failure of Firestore's. */
async function rotate(id: string): Promise<Result<unknown, unknown>> {
  const [problem] = await rotateCode(id);
  return problem && "kind" in problem ? [null, null] : [problem, null];
}

const folder = mkdtempSync(join(tmpdir(), "claims-starter-teams-"));
let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  collectLog();
  // The team with the code is there still when Firestore has been away.
  backends = await startBackends({ users: [], dataFile: join(folder, "firestore.json") });
  const [, teamId] = await createTeam("Open to all", "user_owner");
  code = (await teams.read(teamId ?? ""))[1]?.code ?? "";
});
afterAll(async () => {
  await backends.close();
  rmSync(folder, { recursive: true });
});

testFirestoreFailures(
  () => backends,
  [
    ["members.read", (id) => members.read(id)],
    ["readTeam", (id) => readTeam(id, 1)],
    ["members.remove", (id) => members.remove(id)],
    ["createTeam", (id) => createTeam("Team", id)],
    ["joinTeam", (id) => joinTeam(code, id)],
    ["leaveTeam", (id) => leaveTeam(id, id)],
    ["rotateCode", (id) => rotate(id)],
  ],
);
