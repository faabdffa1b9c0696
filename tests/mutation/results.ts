import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../bench/statistics.ts";

/** `npm run setup` deletes it: a project begins without results of its own. */
export const RESULTS = join(import.meta.dirname, "results.md");

export interface Row {
  without: string;
  file: string;
  /** "notice", where the tests do. */
  outcome: string;
}

/** The lines of the table as it was written last; none where it wasn't. */
export function readResults(): Row[] {
  if (!existsSync(RESULTS)) return [];
  const cells = /^\| (.+?) \| (.+?) \| (.+?) \|$/gm;
  const [, , ...rows] = [...readFileSync(RESULTS, "utf8").matchAll(cells)];
  return rows.map(([, without = "", file = "", outcome = ""]) => ({ without, file, outcome }));
}

/** How many of these are noticed, in a sentence. */
export function summaryOf(rows: Row[]): string {
  const noticed = rows.filter(({ outcome }) => outcome === "notice").length;
  return `${noticed} of ${rows.length} were noticed.`;
}

export function writeResults(rows: Row[]): void {
  const head = "# What the tests notice when a defence is gone";
  const today = new Date().toISOString().slice(0, 10);
  const how = `\`npm run test:mutation\`, last on ${today}: ${summaryOf(rows)}`;
  const lines = rows.map(({ without, file, outcome }) => [without, file, outcome]);
  const body = table(["without", "in", "the tests"], lines);
  writeFileSync(RESULTS, `${[head, how, body].join("\n\n")}\n`);
}
