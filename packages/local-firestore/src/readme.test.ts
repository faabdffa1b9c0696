import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test("what the README says about tests runs as it stands", async () => {
  const [, program = ""] = /## In tests\n[\s\S]*?```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(program).toContain("startLocalFirestore(");
  // Inside the project, where its packages are found.
  const local = join(import.meta.dirname, "../../../.local");
  mkdirSync(local, { recursive: true });
  const folder = mkdtempSync(join(local, "readme-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "program.ts");
  writeFileSync(file, program);
  const run = await promisify(execFile)(process.execPath, [file]);
  expect(run.stdout).toMatch(/^7\n/);
  expect(run.stdout).toContain("Commit");
  expect(run.stderr).toBe("");
});
