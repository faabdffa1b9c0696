import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { slugOf } from "../../scripts/setup/rename.ts";
import { EXAMPLES, problemsOf, setUpCopy, tracesOf } from "./result.ts";

// The script itself knows the sentence that it takes away.
const exclude = ["node_modules", ".next", "scripts/setup"];

/** The others are tried by `npm run test:setup`. */
describe.concurrent("after setup", () => {
  test.each<[string, string[]]>([["nothing", []]])(
    "a project with %s has its name, and nothing wrong or left over",
    async (_what, kept) => {
      using copy = setUpCopy(kept);
      expect(await problemsOf(copy.folder)).toEqual([]);
      expect(tracesOf(copy.folder, kept)).toEqual([]);

      const read = (file: string) => readFileSync(join(copy.folder, file), "utf8");
      const { name, license, template } = JSON.parse(read("package.json"));
      expect({ name, license }).toEqual({ name: "acme-sons", license: "UNLICENSED" });
      expect(template).toMatchObject({ name: "claims-starter", version: expect.any(String) });
      expect(read("README.md")).toContain("# Acme & Sons\n");
      expect(read("app/icon.svg")).toContain("<title>Acme &amp; Sons</title>");
      expect(read("docs/template-licence.txt")).toContain("MIT License");
      const named = globSync("**/*.{ts,tsx,mjs,md,svg}", { cwd: copy.folder, exclude }).filter(
        (file) => /Claims Starter|MIT licensed/.test(read(file)),
      );
      expect(named).toEqual([]);
    },
    300_000,
  );
});

function setup(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/setup.ts", ...args], {
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

test.each([
  [["--examples", "shop", "--yes"], 'There is no example "shop" here. There are: admin'],
  [["--name", "…", "--yes"], "A name has 1 to 60 characters"],
  [["--exampels", "none"], "Usage: npm run setup"],
])("%j is refused before anything is changed", (args, sentence) => {
  const { status, output } = setup(...args);
  expect(status).toBe(2);
  expect(output).toContain(sentence);
  expect(output).not.toContain("    at ");
});

test("--help lists the parts and changes nothing", () => {
  const { status, output } = setup("--help");
  expect(status).toBe(0);
  expect(output).toContain("  teams: teams that people create");
});

test.each([
  ["Acme Tools", "acme-tools"],
  ["Café & Söhne 2", "cafe-so-hne-2"],
  ["...", ""],
  ["A name that is much longer than a label", "a-name-that-is-much-long"],
])("%s is %s to machines", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test("the template has each example once", () => {
  expect(EXAMPLES).toEqual(["admin", "moderation", "reports", "teams"]);
});
