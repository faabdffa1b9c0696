import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Program } from "../tools/program.ts";
import { copyProject, type ProjectCopy } from "../tools/project-copy.ts";
import { blocksOf, commandsOf, follow, UNHURRIED } from "./guide.ts";

/*
 * A role, a plan and a claim more, in a copy of the project, as docs/claims.md says: lib/auth/claims.ts
 * is changed, and then the places that TypeScript names. The tests must hold without a change.
 */
const CLAIMS = "lib/auth/claims.ts";

let project: ProjectCopy;
beforeAll(async () => {
  project = copyProject("shared");
  await run("next", "typegen");
});
afterAll(() => project[Symbol.dispose]());

async function run(...args: string[]): Promise<{ status: number | null; output: string }> {
  await using program = new Program("npx", args, { cwd: project.folder });
  return { status: await program.exitCode(), output: program.output };
}

/** The files with a type error. */
async function flagged(): Promise<string[]> {
  const { output } = await run("tsc", "--noEmit", "--incremental", "false", "--pretty", "false");
  return [
    ...new Set([...output.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, file = ""]) => file)),
  ];
}

// Each is made on top of the ones before, so that the tests need to run once.
test.each(["Add a role", "Add a plan", "Add a claim"])(
  "%s: TypeScript names each other place that the guide does",
  async (title) => {
    const blocks = blocksOf("docs/claims.md", title);
    const inClaims = blocks.filter(({ file }) => file === CLAIMS);
    const flaggedFiles = blocks.filter(({ file }) => file !== CLAIMS);
    expect(inClaims.length).toBeGreaterThan(0);
    follow(project.folder, inClaims);
    expect((await flagged()).sort()).toEqual(flaggedFiles.map(({ file }) => file).sort());
    // Whether this was all, the next type check tells.
    follow(project.folder, flaggedFiles);
  },
);

test("the steps of onboarding may stand in another order", () => {
  const file = join(project.folder, "lib/onboarding/steps.ts");
  const source = readFileSync(file, "utf8");
  const reordered = source.replace(
    /(export const STEPS = \[)(.*)(\])/,
    (_all, start, list, end) => start + list.split(", ").toReversed().join(", ") + end,
  );
  expect(reordered).not.toBe(source);
  writeFileSync(file, reordered);
});

test("one command updates the docs", async () => {
  const [command = ""] = commandsOf("docs/claims.md", "Then");
  expect(command).toBe("npm run docs:access");
  await using docs = new Program("npm", command.split(" ").slice(1), { cwd: project.folder });
  expect(await docs.exitCode(), docs.output).toBe(0);
  for (const [file, texts] of Object.entries({
    "README.md": ["{{user.public_metadata.region}}", "editor@example.com", "starter@example.com"],
    "docs/going-live.md": ["{{user.public_metadata.region}}"],
    "docs/access.md": ["| editor |"],
  })) {
    const text = readFileSync(join(project.folder, file), "utf8");
    for (const part of texts) expect(text).toContain(part);
  }
});

test("types, lint and every unit test hold as they are", async () => {
  expect(await flagged()).toEqual([]);
  const lint = await run("biome", "check", "--error-on-warnings", ".");
  expect(lint.status, lint.output).toBe(0);
  // The tests of `npm run setup` are about the template as it was.
  const unit = ["--project", "node", "--project", "dom", "--exclude", "tests/setup/**"];
  const { status, output } = await run("vitest", "run", ...unit, ...UNHURRIED);
  expect(status, output).toBe(0);
});
