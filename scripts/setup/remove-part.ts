import { existsSync, globSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import type { Part } from "./part.ts";
import { withoutPassage } from "./passage.ts";
import { changePackage, rewrite } from "./project-file.ts";

const indexesSchema = z.looseObject({
  indexes: z.array(z.looseObject({ collectionGroup: z.string() })),
});

/** A text without the lines that start with one of these paths, or with one below. */
function withoutRows(text: string, paths: string[]): string {
  const isGone = (line: string) =>
    paths.some((path) =>
      ['  "', "| `"].some((start) =>
        ['"', "`", "/"].some((end) => line.startsWith(`${start}${path}${end}`)),
      ),
    );
  return text
    .split("\n")
    .filter((line) => !isGone(line))
    .join("\n");
}

/** Whether code of the project imports a file. */
function isImported(folder: string, file: string): boolean {
  const name = file.replace(/\.tsx?$/, "");
  const specifier = new RegExp(`["'](~/${name}|\\.[./\\w-]*/${basename(name)})(\\.tsx?)?["']`);
  return globSync("{app,components,lib,tests,scripts,dev}/**/*.{ts,tsx}", { cwd: folder })
    .filter((other) => other.replace(/\.test(?=\.tsx?$)/, "") !== file)
    .some((other) => specifier.test(readFileSync(join(folder, other), "utf8")));
}

/** Takes away what several parts share, with its test, once nothing imports it. */
export function removeUnused(folder: string, parts: Part[]): void {
  const files = new Set(parts.flatMap(({ ifUnused }) => ifUnused));
  for (const file of files) {
    if (!existsSync(join(folder, file)) || isImported(folder, file)) continue;
    rmSync(join(folder, file));
    rmSync(join(folder, file.replace(/(?=\.tsx?$)/, ".test")), { force: true });
  }
}

/** Takes a part away: its files, its rules, its indexes, and what others say about it. */
export function removePart(folder: string, part: Part): void {
  for (const file of part.files.flatMap((pattern) => globSync(pattern, { cwd: folder }))) {
    rmSync(join(folder, file), { recursive: true, force: true });
  }
  for (const file of globSync("{app,components,lib}/**/*.test.{ts,tsx}", { cwd: folder })) {
    const text = readFileSync(join(folder, file), "utf8");
    if (part.testsThatImport.some((start) => text.includes(start))) rmSync(join(folder, file));
  }
  for (const file of ["lib/auth/policy.ts", "docs/access.md", "tests/e2e/support/gated.ts"]) {
    rewrite(folder, file, (text) => withoutRows(text, part.policy));
  }
  for (const [file, marks] of Object.entries(part.passages)) {
    const isMarkdown = file.endsWith(".md");
    rewrite(folder, file, (text) =>
      marks.reduce((rest, mark) => withoutPassage(rest, mark, isMarkdown), text),
    );
  }
  for (const [file, edits] of Object.entries(part.edits)) {
    rewrite(folder, file, (text) =>
      edits.reduce((rest, [from, to]) => rest.replace(from, () => to), text),
    );
  }
  rewrite(folder, "firestore.indexes.json", (text) => {
    const { indexes, ...rest } = indexesSchema.parse(JSON.parse(text));
    const kept = indexes.filter(({ collectionGroup }) => !part.indexes.includes(collectionGroup));
    return kept.length === indexes.length
      ? text
      : `${JSON.stringify({ indexes: kept, ...rest }, null, 2)}\n`;
  });
  changePackage(folder, (content) => {
    for (const [name, command] of Object.entries(part.scripts)) {
      if (command === null) delete content.scripts[name];
      else content.scripts[name] = command;
    }
    for (const name of part.packages) {
      delete content.dependencies[name];
      delete content.devDependencies[name];
    }
  });
}
