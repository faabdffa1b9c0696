import { afterAll, beforeAll, test } from "vitest";
import { firestore } from "~/lib/firebase/admin";
import { members, teams } from "~/lib/teams/collections";
import { readTeam } from "~/lib/teams/read-team";
import { startBackends } from "../../../support/backends.ts";
import { addDocuments, Growth } from "../../growth.ts";

const growth = new Growth();
let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  backends = await startBackends({ users: [] });
});
afterAll(async () => {
  growth.write("examples/teams", "A team as it grows");
  await backends.close();
});

test("a page of a team's members", async () => {
  const db = await firestore();
  await teams.ref(db, "team_1").set({ name: "Team", code: "CODE", createdAt: new Date() });
  const grow = (from: number, to: number) =>
    addDocuments(
      Array.from({ length: to - from }, (_, index) => [
        members.ref(db, `user_g${from + index}`).path,
        { teamId: "team_1", joinedAt: new Date(Date.now() - (6_000 - from - index) * 1_000) },
      ]),
    );
  const page = () => readTeam("user_g3", 1);
  await growth.measure("the first page of a team's members", [10, 500, 5_000], page, grow);
  const last = () => readTeam("user_g3", 250);
  await growth.measure("the last page of them", [5_000], last);
});
