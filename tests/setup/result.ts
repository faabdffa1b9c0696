import { execFile, spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { apply } from "../../scripts/setup/apply.ts";
import { LOCAL_SERVICES, readParts } from "../../scripts/setup/part.ts";
import { copyProject, type ProjectCopy } from "../tools/project-copy.ts";

export const EXAMPLES = readParts(process.cwd())
  .map(({ id }) => id)
  .filter((id) => id !== LOCAL_SERVICES);

/** Which parts a project keeps: examples and `dev`. */
export type Kept = string[];

const shell = process.platform === "win32";

/** What a tool wrote when it failed, or null. */
function complaintOf(folder: string, command: string, args: string[]): Promise<string | null> {
  const bin = join(folder, "node_modules/.bin", command);
  return new Promise((resolve) => {
    execFile(bin, args, { cwd: folder, shell, maxBuffer: 1e7 }, (error, stdout, stderr) =>
      resolve(error ? `${command}: ${stdout}${stderr}` : null),
    );
  });
}

/** A copy of the template after `npm run setup`, which keeps these parts and takes a new name. */
export function setUpCopy(kept: Kept): ProjectCopy {
  const copy = copyProject("shared");
  const remove = readParts(copy.folder).filter(({ id }) => !kept.includes(id));
  apply(copy.folder, { name: "Acme & Sons", remove, licence: "none" });
  const bin = join(copy.folder, "node_modules/.bin/biome");
  spawnSync(bin, ["check", "--write", "."], { cwd: copy.folder, shell });
  return copy;
}

/** What is wrong with a project: each failing tool with what it wrote. */
export async function problemsOf(folder: string): Promise<string[]> {
  const tools: [string, string[]][] = [
    ["next", ["typegen"]],
    ["tsc", ["--noEmit", "--incremental", "false"]],
    ["biome", ["check", "--error-on-warnings", "."]],
    ["knip", ["--no-progress"]],
  ];
  const failed: string[] = [];
  for (const [command, args] of tools) {
    const complaint = await complaintOf(folder, command, args);
    if (complaint) failed.push(complaint);
  }
  return [...failed, ...deadLinksOf(folder), ...missingCommandsOf(folder)];
}

/** Those that a removed part could break; all of them take minutes for each combination. */
const UNIT_TESTS = [
  ...["tests/docs", "tests/source", "tests/scripts/add-step", "lib/navigation", "lib/proxy/gate"],
  ...["lib/auth/policy", "lib/auth/claims", "lib/auth/routes"],
];

/** What Vitest wrote when a unit test of the project fails. */
export async function failedUnitTestsOf(folder: string): Promise<string[]> {
  const args = ["run", "--project", "node", ...UNIT_TESTS];
  const complaint = await complaintOf(folder, "vitest", args);
  return complaint ? [complaint] : [];
}

const documentsOf = (folder: string) =>
  globSync("{*.md,docs/*.md,dev/*.md,packages/*/*.md}", { cwd: folder });

/** Links of documents, and images, that lead nowhere. */
function deadLinksOf(folder: string): string[] {
  return documentsOf(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(/(?:\]\(|src(?:set)?=")([^)"#\s]+)/g)]
      .map(([, link = ""]) => link)
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => !existsSync(join(folder, dirname(file), link)))
      .map((link) => `${file} links to ${link}`),
  );
}

/** In a workflow, a command of its list of commands. */
const COMMAND = /(?:npm run (?:-s )?|^ +- (?=\w+:\w+$))([\w:-]+)(?![\w:-]| -w)/gm;

/** Commands that documents, workflows or scripts name and package.json lacks. */
function missingCommandsOf(folder: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const workflows = globSync(".github/workflows/*.yml", { cwd: folder });
  const files = [...documentsOf(folder), ...workflows, "package.json", ".env.example"];
  return files.flatMap((file) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(COMMAND)]
      .map(([, name = ""]) => name)
      .filter((name) => !Object.hasOwn(scripts, name))
      .map((name) => `${file} names npm run ${name}`),
  );
}

/** Their paths are made up, for a test or an example in a comment, or the setup's own knowledge. */
const MADE_UP = ["lib/auth/policy.test.ts", "lib/access/action.ts", "scripts/setup/apply.ts"];

/** Files that still name something of a part that is gone. */
export function tracesOf(folder: string, kept: Kept): string[] {
  const gone = readParts(process.cwd()).filter(({ id }) => !kept.includes(id));
  const marks = gone.flatMap(({ files, policy }) => [
    ...files.filter((file) => !file.includes("*") && !file.includes("{") && file.includes("/")),
    ...policy,
  ]);
  const files = globSync("**/*.{ts,tsx,md,mjs,json}", {
    cwd: folder,
    // A part's setup.json may name what went with another part, because both need it.
    exclude: [
      "**/setup.json",
      "node_modules",
      ".next",
      "package-lock.json",
      "packages",
      "CHANGELOG.md",
    ],
  });
  return files
    .filter((file) => !MADE_UP.includes(file))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      return marks
        .filter((mark) =>
          new RegExp(`(^|[\\s"'\`(/~])${mark.replace(/[()[\].]/g, "\\$&")}(?![\\w-])`, "m").test(
            text,
          ),
        )
        .map((mark) => `${file} names ${mark}`);
    });
}
