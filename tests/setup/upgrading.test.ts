import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { apply } from "../../scripts/setup/apply.ts";
import { readParts } from "../../scripts/setup/part.ts";

/** The commands of docs/upgrading.md, in order. */
const STEPS = [...readFileSync("docs/upgrading.md", "utf8").matchAll(/```sh\n(.*?)```/gs)].map(
  ([, block = ""]) => block,
);

const COPIED = ["app", "docs", "lib", "scripts", "tests", "package.json", "README.md"];

/** The template and a project, in folders of their own. */
function twoRepositories() {
  const root = mkdtempSync(join(tmpdir(), "claims-starter-upgrade-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  const [template, project] = [join(root, "template"), join(root, "project")];
  for (const name of COPIED) cpSync(name, join(template, name), { recursive: true });
  cpSync(template, project, { recursive: true });
  return { template, project };
}

function git(folder: string, ...args: string[]): string {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
  return execFileSync("git", [...identity, ...args], { cwd: folder, encoding: "utf8" });
}

function commit(folder: string, message: string): void {
  if (!existsSync(join(folder, ".git"))) git(folder, "init", "--quiet", "--initial-branch=main");
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message", message);
}

/** As a reader does; a merge with conflicts ends with 1. */
function follow(step: string, folder: string): void {
  const name = { NAME: "Test", EMAIL: "test@example.com" };
  const env = Object.entries(name).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  execFileSync("bash", ["-c", step], {
    cwd: folder,
    env: { ...process.env, ...Object.fromEntries(env) },
    stdio: "pipe",
  });
}

function change(folder: string, file: string, from: string, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

test("the documented steps merge a later version into a project that was set up and changed", () => {
  const { template, project } = twoRepositories();
  const base = "Version one";
  commit(template, base);
  commit(project, "Initial commit");

  const remove = readParts(project).filter(({ id }) => id === "teams");
  apply(project, { name: "Acme", remove, licence: null });
  commit(project, "Set up");
  change(project, "lib/navigation.ts", "The links of", "Our links of");
  commit(project, "Change a comment");

  change(template, "lib/auth/claims.ts", "export const ROLES", "// Later.\nexport const ROLES");
  change(template, "lib/teams/membership.ts", "import", "// Later.\nimport");
  change(template, "package.json", '"version": "', '"version": "9.');
  commit(template, "Version two");

  const [remote = "", note = "", merge = "", removeAgain = ""] = STEPS;
  expect(STEPS).toHaveLength(4);
  follow(remote.replace(/https:\S+/, template), project);
  follow(note, project);
  expect(git(project, "log", "--format=%s")).toContain(base);
  expect(() => follow(merge, project)).toThrow("git merge");
  expect(git(project, "status", "--porcelain")).toContain("DU lib/teams/membership.ts");
  follow(removeAgain, project);
  commit(project, "Take version two");

  const read = (file: string) => readFileSync(join(project, file), "utf8");
  expect(read("lib/auth/claims.ts")).toContain("// Later.");
  expect(read("lib/navigation.ts")).toContain("Our links of");
  expect(read("lib/site.ts")).toContain('"Acme"');
  expect(existsSync(join(project, "lib/teams"))).toBe(false);
  const { name, version, template: origin } = JSON.parse(read("package.json"));
  expect(name).toBe("acme");
  expect(version).toMatch(/^9\./);
  expect(origin.commit).toMatch(/^[0-9a-f]{40}$/);
});
