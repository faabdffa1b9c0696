import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyProject, type ProjectCopy } from "../tools/project-copy.ts";

/*
 * A role, a plan and a claim more, in a copy of the project: only lib/auth/claims.ts is changed, and
 * then the places that TypeScript names. The core's tests must hold without a change.
 */
const CLAIMS = "lib/auth/claims.ts";
const CORE = ["lib/auth", "lib/access", "app/onboarding", "components/claims"];
/** Eighty calls at once need a machine of their own. */
const LEFT_OUT = "^(?!.*loses none of the concurrent writes)";

type Edit = [file: string, after: string, added: string];

const CHANGES: Record<string, { claims: Edit[]; flagged: Edit[] }> = {
  role: {
    claims: [
      [CLAIMS, 'ROLES = ["user", ', '"editor", '],
      [CLAIMS, '  user: "User",\n', '  editor: "Editor",\n'],
    ],
    flagged: [["components/claims/role-badge.tsx", "user: false, ", "editor: true, "]],
  },
  plan: {
    claims: [
      [CLAIMS, 'PLANS = ["free", ', '"starter", '],
      [CLAIMS, '  free: "Free",\n', '  starter: "Starter",\n'],
    ],
    flagged: [
      ["components/claims/plan-badge.tsx", '  free: "secondary",\n', '  starter: "outline",\n'],
    ],
  },
  claim: {
    claims: [
      [CLAIMS, "claimsSchema = z.strictObject({\n", '  region: z.enum(["eu", "us"]),\n'],
      [CLAIMS, "Object.freeze({\n", '  region: "eu",\n'],
    ],
    flagged: [
      [
        "components/claims/claims-inspector.tsx",
        "const CLAIMS: Record<ClaimName, ClaimText> = {\n",
        '  region: { about: "A.", writtenBy: "B.", readBy: "c", show: ({ region }) => region },\n',
      ],
      [
        "components/claims/describe-changes.ts",
        "SENTENCES: Record<ClaimName, (after: Claims) => string | null> = {\n",
        "  region: ({ region }) => region,\n",
      ],
      [
        "lib/auth/user-metadata.ts",
        "const claimsPatch = patch({\n",
        "  region: claim.region.nullable().exactOptional(),\n",
      ],
    ],
  },
};

let project: ProjectCopy;
beforeAll(() => {
  project = copyProject("shared");
  run("next", ["typegen"]);
});
afterAll(() => project[Symbol.dispose]());

function run(command: string, args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync("npx", [command, ...args], {
    cwd: project.folder,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

/** The files with a type error. */
function flagged(): string[] {
  const { output } = run("tsc", ["--noEmit", "--incremental", "false", "--pretty", "false"]);
  return [
    ...new Set([...output.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, file = ""]) => file)),
  ];
}

function apply(edits: Edit[]): void {
  for (const [file, after, added] of edits) {
    const path = join(project.folder, file);
    const text = readFileSync(path, "utf8");
    expect(text.split(after), `${after} in ${file}`).toHaveLength(2);
    writeFileSync(
      path,
      text.replace(after, () => after + added),
    );
  }
}

// Each is made on top of the ones before, so that the tests need to run once.
test.each(Object.entries(CHANGES))(
  "for a new %s, TypeScript names each other place",
  (_, change) => {
    apply(change.claims);
    expect(flagged().sort()).toEqual(change.flagged.map(([file]) => file).sort());
    // Whether this was all, the next type check tells.
    apply(change.flagged);
  },
);

test("one command updates the docs, and the core's tests hold as they are", () => {
  expect(flagged()).toEqual([]);
  const docs = run("vitest", ["run", "--project", "node", "tests/docs", "--update"]);
  expect(docs.status, docs.output).toBe(0);
  for (const [file, texts] of Object.entries({
    "README.md": ["{{user.public_metadata.region}}", "editor@example.com", "starter@example.com"],
    "docs/going-live.md": ["{{user.public_metadata.region}}"],
    "docs/access.md": ["| editor |"],
  })) {
    const text = readFileSync(join(project.folder, file), "utf8");
    for (const part of texts) expect(text).toContain(part);
  }
  const core = run("vitest", [
    "run",
    "--retry",
    "1",
    "--project",
    "node",
    "--project",
    "dom",
    "-t",
    LEFT_OUT,
    ...CORE,
  ]);
  expect(core.status, core.output).toBe(0);
});
