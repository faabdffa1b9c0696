import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { POLICY } from "~/lib/auth/policy";
import { readParts } from "../../scripts/setup/part.ts";

const count = (file: string, text: string) => readFileSync(file, "utf8").split(text).length - 1;

describe.each(readParts(process.cwd()))("$id/setup.json", (part) => {
  test("names files that are there", () => {
    for (const file of [...part.files, ...part.ifUnused]) {
      expect(globSync(file).length, file).toBeGreaterThan(0);
    }
  });

  test("names rules of the policy", () => {
    for (const path of part.policy) expect(POLICY).toHaveProperty([path]);
  });

  test("names texts that stand once in their files", () => {
    for (const [file, marks] of Object.entries(part.passages)) {
      for (const mark of marks) expect(count(file, mark), `${file}: ${mark}`).toBe(1);
    }
    for (const [file, edits] of Object.entries(part.edits)) {
      for (const [from] of edits) expect(count(file, from), `${file}: ${from}`).toBe(1);
    }
  });

  test("names packages and scripts of package.json", () => {
    const { scripts, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    for (const name of Object.keys(part.scripts)) expect(scripts).toHaveProperty([name]);
    for (const name of part.packages) expect(devDependencies).toHaveProperty([name]);
  });
});
