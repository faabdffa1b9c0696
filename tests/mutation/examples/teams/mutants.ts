import type { Mutant } from "../../mutants.ts";

const TEAM_ACTIONS = "app/(app)/team/actions.ts";
const TEAM_CALLS = ["app/(app)/team/actions.test.ts"];
const TEAMS = ["lib/teams/membership.test.ts"];

export const MUTANTS: Mutant[] = [
  {
    without: "Firestore, when a user leaves a team",
    file: "lib/teams/membership.ts",
    code: "    transaction.delete(memberRef);\n    if (team",
    instead: "    if (team",
    tests: ["lib/teams/membership.test.ts"],
  },
  {
    without: "the limit of invite codes",
    file: "lib/teams/invite-code.ts",
    code: "points: 10,",
    instead: "points: 1_000_000,",
    tests: ["lib/teams/invite-code.test.ts"],
  },
  {
    without: "the call to Firestore, when a user leaves a team",
    file: TEAM_ACTIONS,
    code: "await leaveTeam(userId, teamId);",
    instead: "[null];",
    tests: TEAM_CALLS,
  },
  {
    without: "the count of tried codes",
    file: TEAM_ACTIONS,
    code: "if (wait > 0)",
    instead: "if (wait < 0)",
    tests: TEAM_CALLS,
  },
  {
    without: "the refusal of unknown fields, where a team is made",
    file: TEAM_ACTIONS,
    code: "z.strictObject({ name: ",
    instead: "z.object({ name: ",
    tests: TEAM_CALLS,
  },
  {
    without: "one team a user, when they make one",
    file: "lib/teams/membership.ts",
    code: "    if (member) return member.teamId;\n    transaction.create(teams",
    instead: "    transaction.create(teams",
    tests: TEAMS,
  },
  {
    without: "one team a user, when they join one",
    file: "lib/teams/membership.ts",
    code: "    if (member) return member.teamId;\n    // When",
    instead: "    // When",
    tests: TEAMS,
  },
  {
    without: "the refusal of a deleted user who makes a team",
    file: "lib/teams/membership.ts",
    code: "      refuseDeleted(transaction, db, userId),\n    ]);\n    const member =",
    instead: "    ]);\n    const member =",
    tests: TEAMS,
  },
  {
    without: "the team that is left",
    file: "lib/teams/membership.ts",
    code: "    if (member?.teamId !== teamId) return null;\n",
    tests: TEAMS,
  },
  {
    without: "the owner, when a code is replaced",
    file: "lib/teams/membership.ts",
    code: "team && docs[0]?.id === userId ?",
    instead: "team ?",
    tests: TEAMS,
  },
  {
    without: "the end of the old code",
    file: "lib/teams/membership.ts",
    code: "    transaction.delete(teamCodes.ref(db, team.code));\n    transaction.create",
    instead: "    transaction.create",
    tests: TEAMS,
  },
];
