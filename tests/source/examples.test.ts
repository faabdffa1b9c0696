import { spawnSync } from "node:child_process";
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { copyProject } from "../tools/project-copy.ts";
import { importsOf, readShippedSource } from "./source-file.ts";

/** Each example's folders, and its paths in POLICY. */
const EXAMPLES = {
  admin: {
    folders: ["lib/admin", "app/(app)/(admin)"],
    paths: ["/admin", "/audit"],
  },
  moderation: {
    folders: ["lib/moderation", "app/(app)/moderation", "app/api/moderation"],
    paths: ["/moderation", "/api/moderation"],
  },
  reports: {
    folders: ["lib/reports", "app/(app)/reports", "app/api/reports"],
    paths: ["/reports", "/api/reports"],
  },
  teams: {
    folders: ["lib/teams", "app/(app)/team"],
    paths: ["/team"],
  },
};

/** What an import leads to, from the project's root: `lib/teams/membership`. */
function targetOf(importer: string, specifier: string): string {
  if (specifier.startsWith("~/")) return specifier.slice(2);
  return specifier.startsWith(".") ? join(dirname(importer), specifier) : "";
}

const source = readShippedSource();
const isIn = (folders: string[], path: string) =>
  folders.some((folder) => path.startsWith(`${folder}/`));

describe.each(Object.entries(EXAMPLES))("the example %s", (_, { folders }) => {
  test("has files in each of its folders", () => {
    for (const folder of folders) {
      expect(source.filter(({ path }) => isIn([folder], path)).length, folder).toBeGreaterThan(0);
    }
  });

  test("is imported by nothing outside its folders", () => {
    const imports = source
      .filter(({ path }) => !isIn(folders, path))
      .flatMap((file) => importsOf(file).map((specifier) => `${file.path} imports ${specifier}`))
      .filter((line) => {
        const [path = "", specifier = ""] = line.split(" imports ");
        return isIn(folders, targetOf(path, specifier));
      });
    expect(imports).toEqual([]);
  });
});

test("without the examples' folders and policy lines the app still type-checks", {
  timeout: 180_000,
}, () => {
  using project = copyProject("shared");
  const { folder: cwd } = project;
  const examples = Object.values(EXAMPLES);
  for (const folder of examples.flatMap(({ folders }) => folders)) {
    rmSync(join(cwd, folder), { recursive: true });
  }
  // Tests name the examples' paths; what to do with those is up to whoever takes an example away.
  for (const path of globSync("{app,components,lib,tests}/**/*.{test,spec}.{ts,tsx}", { cwd })) {
    rmSync(join(cwd, path));
  }
  const policy = join(cwd, "lib/auth/policy.ts");
  const paths = examples.flatMap((example) => example.paths);
  const lines = readFileSync(policy, "utf8").split("\n");
  const left = lines.filter((line) => !paths.some((path) => line.startsWith(`  "${path}": {`)));
  expect(left).toHaveLength(lines.length - paths.length);
  writeFileSync(policy, left.join("\n"));

  for (const args of [
    ["next", "typegen"],
    ["tsc", "--noEmit", "--incremental", "false"],
  ]) {
    const { status, stdout, stderr } = spawnSync("npx", args, { cwd, encoding: "utf8" });
    expect(status, stdout + stderr).toBe(0);
  }
});
