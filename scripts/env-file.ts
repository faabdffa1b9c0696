import { readFileSync } from "node:fs";
import nextEnv from "@next/env";

/**
 * The variables of one .env file, read as Next reads them, with quotes, line breaks and `$NAME`. The
 * shell's own variables play no part.
 * @throws {Error} in a sentence, when the file can't be read
 */
export function readEnvFile(file: string): Record<string, string | undefined> {
  let contents: string;
  try {
    contents = readFileSync(file, "utf8");
  } catch {
    throw new Error(`The file ${file} isn't there or can't be read.`);
  }
  const own = process.env;
  // Next puts what it reads into process.env, where a variable that is set would win.
  process.env = {} as NodeJS.ProcessEnv;
  try {
    const log = { info() {}, error: console.error };
    const [, variables] = nextEnv.processEnv([{ path: file, contents, env: {} }], "", log, true);
    return { ...variables };
  } finally {
    process.env = own;
  }
}
