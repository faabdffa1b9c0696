import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ERROR_NAMES } from "./error-names.ts";

/**
 * "noticed": what a test asserts isn't so. "crashed": a file doesn't load, or something throws, and no
 * test says what is wrong. Code that doesn't run defends nothing, and any test at all would notice it.
 */
export type Verdict = "passed" | "noticed" | "crashed";

const REPORTER = join(import.meta.dirname, "error-names.ts");

function runOnce(folder: string, tests: string[], more: string[]): Verdict {
  const written = join(folder, ERROR_NAMES);
  rmSync(written, { force: true });
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const how = ["--project", "node", "--retry", "0", "--reporter", REPORTER, ...more];
  const args = [vitest, "run", ...how, ...tests];
  const { status } = spawnSync(process.execPath, args, { cwd: folder, stdio: "ignore" });
  if (status === 0) return "passed";
  // Without the file Vitest itself didn't come so far.
  const names = existsSync(written) ? readFileSync(written, "utf8") : "[]";
  const isNoticed = z.array(z.string()).parse(JSON.parse(names)).includes("AssertionError");
  return isNoticed ? "noticed" : "crashed";
}

/** Runs these test files of the project in a folder. The first failure decides, unless it is a crash. */
export function runTests(folder: string, tests: string[]): Verdict {
  const verdict = runOnce(folder, tests, ["--bail", "1"]);
  return verdict === "crashed" ? runOnce(folder, tests, []) : verdict;
}
