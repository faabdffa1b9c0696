import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";

const passages = z.record(z.string(), z.array(z.string().min(1)));

/** What a setup.json says: all that belongs to one part of the template that can be taken away. */
const partSchema = z.strictObject({
  /** What a person at the terminal is asked about. */
  title: z.string(),
  /** Patterns of files and folders. */
  files: z.array(z.string()),
  /** Files that it shares with other parts: they go when nothing imports them. */
  ifUnused: z.array(z.string()).default([]),
  /** Test files beside the code go when they import what starts with one of these. */
  testsThatImport: z.array(z.string()).default([]),
  /** Paths in POLICY. */
  policy: z.array(z.string()).default([]),
  /** By file: texts whose line, table row, list item, paragraph or section goes. */
  passages: passages.default({}),
  /** By file: texts that go, and what stands there instead. */
  edits: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))).default({}),
  /** Collections with indexes in firestore.indexes.json. */
  indexes: z.array(z.string()).default([]),
  /** Scripts of package.json as they are then; null for none. */
  scripts: z.record(z.string(), z.string().nullable()).default({}),
  /** Packages that nothing else uses. */
  packages: z.array(z.string()).default([]),
});

export interface Part extends z.output<typeof partSchema> {
  /** The name of the folder whose setup.json it is: `admin`, `dev`. */
  id: string;
}

/** The local services are a part like an example; their setup.json is in dev. */
export const LOCAL_SERVICES = "dev";

/** The parts that a project still has, by name. */
export function readParts(folder: string): Part[] {
  return globSync("{lib/*,dev}/setup.json", { cwd: folder })
    .map((file) => ({
      ...partSchema.parse(JSON.parse(readFileSync(join(folder, file), "utf8"))),
      id: basename(dirname(file)),
    }))
    .toSorted((a, b) => a.id.localeCompare(b.id));
}
