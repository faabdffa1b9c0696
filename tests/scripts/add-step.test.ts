import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const STEPS = "lib/onboarding/steps.ts";
const LIST = /STEPS = \[([^\]]*)\]/;

let folder: string;

/** What the script needs of the project. That a step works once it is added, tests/extend/onboarding.spec.ts shows. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "add-step-"));
  mkdirSync(join(folder, "app/onboarding/welcome"), { recursive: true });
  cpSync(join(PROJECT, STEPS), join(folder, STEPS));
  cpSync(join(PROJECT, "biome.json"), join(folder, "biome.json"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function addStep(...args: string[]) {
  const script = join(PROJECT, "scripts/add-step.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}
const read = (file: string) => readFileSync(join(folder, file), "utf8");
const members = () =>
  LIST.exec(read(STEPS))?.[1]
    ?.split(",")
    .flatMap((name) => name.trim() || []);

test("each step gets a page and an entry at the end, formatted as the linter wants it", () => {
  const before = members() ?? [];
  const names = ["interests", "team-size", "x", "a-long-name-for-a-step-of-onboarding"];
  for (const name of names) {
    expect(addStep(name)).toMatchObject({ status: 0, stderr: "" });
    expect(existsSync(join(folder, `app/onboarding/${name}/page.tsx`))).toBe(true);
  }
  const constants = ["interests", "teamSize", "x", "aLongNameForAStepOfOnboarding"];
  expect(members()).toEqual([...before, ...constants]);
  expect(read("app/onboarding/team-size/page.tsx")).toContain(
    'export default async function TeamSizePage({ searchParams }: PageProps<"/onboarding/team-size">) {',
  );
  expect(read(STEPS)).toContain('slug: "team-size",\n  title: "Team size",');
  const biome = join(PROJECT, "node_modules/@biomejs/biome/bin/biome");
  const check = [biome, "check", "--vcs-enabled=false", "--error-on-warnings", "."];
  execFileSync(process.execPath, check, { cwd: folder, stdio: "pipe" });
});

test.each([
  [[], "Usage: npm run add:step -- <name>"],
  [["a", "b"], "Usage: npm run add:step -- <name>"],
  [["Team Size"], "can't be a step's name"],
  [["../../admin"], "can't be a step's name"],
  [["team--size"], "can't be a step's name"],
  [["3d"], "can't be a step's name"],
  [["x".repeat(41)], "can't be a step's name"],
  [["finish"], "has a meaning of its own"],
  [["start"], "has a meaning of its own"],
  [["welcome"], "app/onboarding/welcome is already there."],
  [["default"], "is a word of JavaScript"],
  [["await"], "is a word of JavaScript"],
  [["z"], "already has something called z"],
  [["define-step"], "already has something called defineStep"],
])("%j is refused in a sentence, and nothing is written", (args, sentence) => {
  const before = read(STEPS);
  const { status, stdout, stderr } = addStep(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain(sentence);
  expect(stderr).not.toContain("    at ");
  expect(read(STEPS)).toBe(before);
  expect(existsSync(join(folder, "app/onboarding", args[0] ?? ""))).toBe(
    args.length === 0 || args[0] === "welcome",
  );
});

test("a step that is in the list and has no page yet is refused", () => {
  addStep("interests");
  rmSync(join(folder, "app/onboarding/interests"), { recursive: true });
  expect(addStep("interests").stderr).toBe(
    "lib/onboarding/steps.ts already has a step called interests.\n",
  );
});

test("outside of the project it says where to run it", () => {
  rmSync(join(folder, STEPS));
  expect(addStep("interests").stderr).toBe(
    "There is no lib/onboarding/steps.ts here. Run this in the project's folder.\n",
  );
});
