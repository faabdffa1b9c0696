import { gzipSync } from "node:zlib";
import type { Shot } from "./client.ts";
import { send } from "./client.ts";
import { table } from "./statistics.ts";

/** A page as a browser gets it first: its own bytes, and those of the scripts that it names. */
interface Page {
  name: string;
  url: string;
  shot: Shot;
}

interface Weight {
  html: number;
  scripts: number;
}

const kilobytes = (bytes: number) => (bytes / 1_024).toFixed(1);
const zipped = (text: string) => gzipSync(text, { level: 6 }).length;

async function weigh({ url, shot }: Page): Promise<Weight> {
  const html = await send(url, shot);
  const names = new Set(
    [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src = ""]) => src),
  );
  let scripts = 0;
  for (const path of names) {
    // What Clerk's own server delivers is the same on both sides, and isn't here.
    if (!path.startsWith("/_next/")) continue;
    scripts += zipped(await send(url, { path, headers: {}, status: 200 }));
  }
  return { html: zipped(html), scripts };
}

/** Kilobytes after gzip. A second visit loads the document alone: scripts are cached for a year. */
export async function bytesTable(pages: Page[]): Promise<string> {
  const rows: string[][] = [];
  for (const page of pages) {
    const { html, scripts } = await weigh(page);
    rows.push([page.name, kilobytes(scripts), kilobytes(html)]);
  }
  return table(["page", "JavaScript, first visit, KB", "document, each visit, KB"], rows);
}
