import { randomUUID } from "node:crypto";
import { testForgeries } from "../../one-forgery.ts";

testForgeries("createOwnTeam", "user", { name: "Team of one" });
testForgeries(
  "joinByCode",
  "user",
  { code: "22222222" },
  {
    code: "Enter your team's code: 8 letters and digits, never 0, 1, I, L or O",
  },
);
testForgeries("leaveOwnTeam", "user", { teamId: randomUUID() }, { teamId: "Enter a valid value." });
testForgeries("updateTeamClaim", "user", {});
testForgeries("replaceCode", "user", {});
