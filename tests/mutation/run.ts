/**
 * Takes the app's defences away, one at a time, and runs the tests that must notice:
 * `npm run test:mutation`, or with parts of names to run a few. It works in a copy of the project.
 * A run of all of them writes results.md.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../bench/statistics.ts";
import { copyProject } from "../tools/project-copy.ts";
import { allMutants } from "./all-mutants.ts";
import type { Mutant } from "./mutants.ts";
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

function writeResults(rows: string[][], summary: string): void {
  const head = "# What the tests notice when a defence is gone";
  const how = `\`npm run test:mutation\` on ${new Date().toISOString().slice(0, 10)}: ${summary}`;
  const body = table(["without", "in", "the tests"], rows);
  writeFileSync(join(import.meta.dirname, "results.md"), `${[head, how, body].join("\n\n")}\n`);
}

const parts = process.argv.slice(2);
const isChosen = ({ without }: Mutant) => parts.some((part) => without.includes(part));
const copy = copyProject("shared");
try {
  const all = await allMutants();
  const rows = (parts.length > 0 ? all.filter(isChosen) : all).map((mutant) => {
    const outcome = outcomeOf(copy.folder, mutant);
    console.log(`${outcome.padEnd(14)} without ${mutant.without} (${mutant.file})`);
    return [mutant.without, mutant.file, outcome];
  });
  const noticed = rows.filter(([, , outcome]) => outcome === "notice").length;
  const summary = `${noticed} of ${rows.length} were noticed.`;
  console.log(`\n${summary}`);
  if (parts.length === 0) writeResults(rows, summary);
  process.exitCode = noticed === rows.length ? 0 : 1;
} finally {
  copy[Symbol.dispose]();
}
