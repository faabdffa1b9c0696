import type { Mutant } from "../../mutants.ts";

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
];
