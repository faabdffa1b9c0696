/**
 * Takes the app's defences away, one at a time, and runs the tests that must notice:
 * `npm run test:mutation`, or with a part of a name to run a few. It works in a copy of the project.
 * A run of all of them writes results.md.
 */
import { spawnSync } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { table } from "../bench/statistics.ts";
import { copyProject } from "../tools/project-copy.ts";
import { MUTANTS, type Mutant } from "./mutants.ts";

type Outcome = "killed" | "SURVIVED" | "NOT FOUND" | "FAILS ANYWAY";

function passes(folder: string, tests: string[]): boolean {
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--project", "node", "--bail", "1", "--retry", "0", ...tests];
  const { status } = spawnSync(process.execPath, args, { cwd: folder, stdio: "ignore" });
  return status === 0;
}

/** Whether these tests pass while nothing is missing: those that don't would notice anything. */
const passesWhole = new Map<string, boolean>();

function outcomeOf(folder: string, { file, code, instead = "", tests }: Mutant): Outcome {
  const path = join(folder, file);
  const source = readFileSync(path, "utf8");
  if (source.split(code).length !== 2) return "NOT FOUND";
  const key = tests.join();
  const isSound = passesWhole.get(key) ?? passes(folder, tests);
  passesWhole.set(key, isSound);
  if (!isSound) return "FAILS ANYWAY";
  const changed = source.replace(code, () => instead);
  writeFileSync(path, changed);
  try {
    return passes(folder, tests) ? "SURVIVED" : "killed";
  } finally {
    writeFileSync(path, source);
  }
}

/** The app's own, and those of the examples that it still has. */
async function allMutants(): Promise<Mutant[]> {
  const files = globSync("examples/*/mutants.ts", { cwd: import.meta.dirname });
  const more: { MUTANTS: Mutant[] }[] = await Promise.all(
    files.map((file) => import(pathToFileURL(join(import.meta.dirname, file)).href)),
  );
  return [...MUTANTS, ...more.flatMap((module) => module.MUTANTS)];
}

function writeResults(rows: string[][], summary: string): void {
  const head = "# What the tests notice when a defence is gone";
  const how = `\`npm run test:mutation\` on ${new Date().toISOString().slice(0, 10)}: ${summary}`;
  const body = table(["without", "in", "the tests"], rows);
  writeFileSync(join(import.meta.dirname, "results.md"), `${[head, how, body].join("\n\n")}\n`);
}

const [part = ""] = process.argv.slice(2);
const copy = copyProject("shared");
try {
  const mutants = (await allMutants()).filter(({ without }) => without.includes(part));
  const rows = mutants.map((mutant) => {
    const outcome = outcomeOf(copy.folder, mutant);
    console.log(`${outcome.padEnd(12)} without ${mutant.without} (${mutant.file})`);
    return [mutant.without, mutant.file, outcome === "killed" ? "notice" : outcome];
  });
  const noticed = rows.filter(([, , outcome]) => outcome === "notice").length;
  const summary = `${noticed} of ${rows.length} were noticed.`;
  console.log(`\n${summary}`);
  if (part === "") writeResults(rows, summary);
  process.exitCode = noticed === rows.length ? 0 : 1;
} finally {
  copy[Symbol.dispose]();
}
