import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A code block of a guide. One with the language "sh" holds commands, and names no file. */
export interface Block {
  language: string;
  /** The file that it is, or that it changes; empty for commands. */
  file: string;
  code: string;
}

/** For Vitest in a copy, beside other work: eighty calls at once need a machine of their own. */
export const UNHURRIED = ["-t", "^(?!.*loses none of the concurrent writes)"];

const POLICY = "lib/auth/policy.ts";
const TABLE = "export const POLICY = {\n";

/** The code blocks of a guide, or of its section with this heading, in order. */
export function blocksOf(document: string, section?: string): Block[] {
  const guide = readFileSync(document, "utf8");
  const [, below = ""] = section ? guide.split(`## ${section}\n`) : ["", guide];
  const text = section ? (below.split(/^## /m)[0] ?? "") : guide;
  const blocks = text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, language = "", file = "", code = ""]) => ({ language, file, code }));
}

/** The commands of a guide, or of its section, a line each: what `\` splits is one. */
export function commandsOf(document: string, section?: string): string[] {
  return blocksOf(document, section)
    .filter(({ language }) => language === "sh")
    .flatMap(({ code }) => code.replaceAll("\\\n", "").trim().split("\n"));
}

function replaceOnce(text: string, before: string, after: string, where: string): string {
  if (text.split(before).length !== 2) {
    throw new Error(`${where} has this not once:\n${before}`);
  }
  return text.replace(before, () => after);
}

/** A block in `diff`: its lines with and without a minus must stand there, one below the other. */
function patch(text: string, diff: string, file: string): string {
  const lines = diff.trimEnd().split("\n");
  const without = (sign: string) =>
    lines
      .filter((line) => !line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join("");
  return replaceOnce(text, without("+"), without("-"), file);
}

/** Does to a copy of the project what the guide's blocks say: new files, changes, and new rules. */
export function follow(folder: string, blocks: Block[]): void {
  for (const { language, file, code } of blocks.filter((block) => block.file)) {
    const path = join(folder, file);
    const read = () => readFileSync(path, "utf8");
    mkdirSync(dirname(path), { recursive: true });
    if (language === "diff") writeFileSync(path, patch(read(), code, file));
    else if (file === POLICY) {
      writeFileSync(path, replaceOnce(read(), TABLE, TABLE + code, file));
    } else writeFileSync(path, code);
  }
}
