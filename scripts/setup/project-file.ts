import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Rewrites a file of the project. One that isn't there anymore is left alone. */
export function rewrite(folder: string, file: string, change: (text: string) => string): void {
  const path = join(folder, file);
  if (!existsSync(path)) return;
  const before = readFileSync(path, "utf8");
  const after = change(before);
  if (after !== before) writeFileSync(path, after);
}

const packageSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

export type PackageJson = z.output<typeof packageSchema>;

/** Changes package.json in place. */
export function changePackage(folder: string, change: (content: PackageJson) => void): void {
  rewrite(folder, "package.json", (text) => {
    const before: object = JSON.parse(text);
    const content = packageSchema.parse(before);
    change(content);
    // In the order that it had: a later version of the template has to merge.
    return `${JSON.stringify({ ...before, ...content }, null, 2)}\n`;
  });
}
