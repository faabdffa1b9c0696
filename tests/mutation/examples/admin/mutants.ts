import type { Mutant } from "../../mutants.ts";

const ACTIONS = "app/(app)/(admin)/admin/actions.ts";
const FRESH = ["tests/source/fresh.test.ts"];

const CHANGES = ["lib/admin/change-user.test.ts"];
export const MUTANTS: Mutant[] = [
  {
    without: "fresh, where private data is saved",
    file: ACTIONS,
    code: "  fresh: true,\n  input: privateMetadataFields",
    instead: "  input: privateMetadataFields",
    tests: FRESH,
  },
  {
    without: "fresh, where access is changed",
    file: ACTIONS,
    code: "  fresh: true,\n  input: z.strictObject",
    instead: "  input: z.strictObject",
    tests: FRESH,
  },
  {
    without: "fresh, where private data is shown",
    file: "app/(app)/(admin)/admin/[userId]/page.tsx",
    code: ", { fresh: true }",
    tests: FRESH,
  },
  {
    without: "the refusal of unknown fields",
    file: ACTIONS,
    code: "z.strictObject(",
    instead: "z.object(",
    tests: FRESH,
  },
  {
    without: "the admin's own role, when they change others",
    file: "lib/admin/audited-change.ts",
    code: 'decide("/admin", claimsOfMetadata(actor.publicMetadata))',
    instead: 'decide("/", claimsOfMetadata(actor.publicMetadata))',
    tests: ["lib/admin/change-user.test.ts"],
  },
  {
    without: "the refusal of an admin's own role",
    file: "lib/admin/change-user.ts",
    code: "if (who.targetId === who.actorId) {",
    instead: "if (!who) {",
    tests: CHANGES,
  },
  {
    without: "the lock of a change",
    file: "lib/admin/audited-change.ts",
    code: "if (docs.length === 0) {",
    instead: "if (docs) {",
    tests: CHANGES,
  },
];
