import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "vitest";

/**
 * Fails when what a document has between two marks isn't what the code says. `npm run docs:access`
 * writes it.
 */
export async function expectGenerated(file: string, mark: string, content: string): Promise<void> {
  const text = readFileSync(file, "utf8");
  const generated = new RegExp(`(<!-- ${mark}:start -->\\n)[\\s\\S]*?( *<!-- ${mark}:end -->)`);
  expect(text).toMatch(generated);
  const written = text.replace(generated, (_all, start, end) => start + content + end);
  await expect(written).toMatchFileSnapshot(resolve(file));
}
