/**
 * Runs the conformance checks against the local Firestore and Google's emulator, and prints a table:
 *   npm run conformance -w @claims-starter/local-firestore -- JAR
 * JAR is the emulator's, which needs Java 17. CONFORMANCE.md has the table.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { tableOf } from "./table.ts";

const ROOT = join(import.meta.dirname, "../..");

const [jar = ""] = process.argv.slice(2);
// npm runs a workspace's script in the workspace's folder; INIT_CWD is where somebody typed it.
const path = resolve(process.env.INIT_CWD ?? ".", jar);
if (jar === "" || !existsSync(path)) {
  console.error(
    jar === "" ? "Name the emulator's jar: npm run conformance … -- JAR" : `There is no ${path}`,
  );
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), "conformance-"));
const report = join(folder, "report.json");
try {
  const { status } = spawnSync(
    "vitest",
    ["run", "src/conformance.test.ts", "--reporter=default", "--reporter=json"].concat(
      `--outputFile.json=${report}`,
    ),
    {
      cwd: ROOT,
      stdio: "inherit",
      env: { ...process.env, FIRESTORE_EMULATOR_JAR: path },
    },
  );
  console.log(`\n${tableOf(JSON.parse(readFileSync(report, "utf8")))}`);
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
