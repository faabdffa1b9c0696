import { globSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MUTANTS, type Mutant } from "./mutants.ts";

/** The app's own, and those of the examples that it still has. */
export async function allMutants(): Promise<Mutant[]> {
  const files = globSync("examples/*/mutants.ts", { cwd: import.meta.dirname }).sort();
  const more: { MUTANTS: Mutant[] }[] = await Promise.all(
    files.map((file) => import(pathToFileURL(join(import.meta.dirname, file)).href)),
  );
  return [...MUTANTS, ...more.flatMap((module) => module.MUTANTS)];
}
