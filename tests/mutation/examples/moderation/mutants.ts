import type { Mutant } from "../../mutants.ts";

const FRESH = ["tests/source/fresh.test.ts"];

export const MUTANTS: Mutant[] = [
  {
    without: "fresh, where names are judged",
    file: "app/(app)/moderation/actions.ts",
    code: "  fresh: true,\n",
    tests: FRESH,
  },
  {
    without: "the rank of a moderator",
    file: "lib/moderation/names.ts",
    code: "if (!mayReview(moderator.role, now)) {",
    instead: "if (!moderator) {",
    tests: ["lib/moderation/names.test.ts"],
  },
];
