/**
 * Takes the app's defences away, one at a time, and runs the tests that must notice:
 * `npm run test:mutation`, or with parts of names to run a few. It works in a copy of the project.
 * It writes results.md: all of it, or the lines of those few.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyProject } from "../tools/project-copy.ts";
import { allMutants } from "./all-mutants.ts";
import type { Mutant } from "./mutants.ts";
import { RESULTS, type Row, readResults, summaryOf, writeResults } from "./results.ts";
import { runTests } from "./run-tests.ts";

type Outcome = "notice" | "PASS" | "ONLY CRASH" | "FAIL ANYWAY" | "CODE NOT FOUND";

/** Whether these tests pass while nothing is missing: those that don't would notice anything. */
const passesWhole = new Map<string, boolean>();

function outcomeOf(folder: string, { file, code, instead = "", tests }: Mutant): Outcome {
  const path = join(folder, file);
  const source = readFileSync(path, "utf8");
  if (source.split(code).length !== 2) return "CODE NOT FOUND";
  const key = tests.join();
  const isSound = passesWhole.get(key) ?? runTests(folder, tests) === "passed";
  passesWhole.set(key, isSound);
  if (!isSound) return "FAIL ANYWAY";
  writeFileSync(
    path,
    source.replace(code, () => instead),
  );
  try {
    const verdict = runTests(folder, tests);
    if (verdict === "noticed") return "notice";
    return verdict === "passed" ? "PASS" : "ONLY CRASH";
  } finally {
    writeFileSync(path, source);
  }
}

/** A run of a few leaves what is written of the others. */
function writeAll(all: Mutant[], rows: Row[]): void {
  const isWhole = rows.length === all.length;
  if (!isWhole && !existsSync(RESULTS)) return;
  const outcomes = new Map([...readResults(), ...rows].map((row) => [row.without, row.outcome]));
  writeResults(
    all.flatMap(({ without, file }) => {
      const outcome = outcomes.get(without);
      return outcome === undefined ? [] : [{ without, file, outcome }];
    }),
  );
}

const parts = process.argv.slice(2);
const isChosen = ({ without }: Mutant) => parts.some((part) => without.includes(part));
const copy = copyProject("shared");
try {
  const all = await allMutants();
  const chosen = parts.length > 0 ? all.filter(isChosen) : all;
  const rows = chosen.map((mutant): Row => {
    const { without, file } = mutant;
    const outcome = outcomeOf(copy.folder, mutant);
    console.log(`${outcome.padEnd(14)} without ${without} (${file})`);
    return { without, file, outcome };
  });
  console.log(`\n${summaryOf(rows)}`);
  writeAll(all, rows);
  process.exitCode = rows.every(({ outcome }) => outcome === "notice") ? 0 : 1;
} finally {
  copy[Symbol.dispose]();
}
