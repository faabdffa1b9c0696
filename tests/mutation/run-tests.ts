import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/**
 * "noticed": what a test asserts isn't so. "crashed": a file doesn't load, or something throws, and no
 * test says what is wrong. Code that doesn't run defends nothing, and any test at all would notice it.
 */
export type Verdict = "passed" | "noticed" | "crashed";

/** `resolves` and `rejects` throw plain errors with these words. */
const ASSERTION = /^(AssertionError|Error: promise (rejected|resolved) ".*" instead of )/s;

/** What is read of the report that Vitest writes. A file that doesn't load has no tests in it. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({ status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

function hasFailedAssertion(report: z.infer<typeof reportSchema>): boolean {
  return report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "failed")
    .flatMap(({ failureMessages }) => failureMessages ?? [])
    .some((message) => ASSERTION.test(message));
}

function runOnce(folder: string, tests: string[], more: string[]): Verdict {
  const report = join(folder, "vitest-report.json");
  rmSync(report, { force: true });
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const to = ["--reporter", "json", "--outputFile", report];
  const args = [vitest, "run", "--project", "node", "--retry", "0", ...to, ...more, ...tests];
  const { status } = spawnSync(process.execPath, args, { cwd: folder, stdio: "ignore" });
  if (status === 0) return "passed";
  try {
    const written = reportSchema.parse(JSON.parse(readFileSync(report, "utf8")));
    return hasFailedAssertion(written) ? "noticed" : "crashed";
  } catch {
    // Vitest itself didn't come so far.
    return "crashed";
  }
}

/** Runs these test files of the project in a folder. The first failure decides, unless it is a crash. */
export function runTests(folder: string, tests: string[]): Verdict {
  const verdict = runOnce(folder, tests, ["--bail", "1"]);
  return verdict === "crashed" ? runOnce(folder, tests, []) : verdict;
}
