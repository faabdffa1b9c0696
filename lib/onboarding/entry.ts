import { z } from "zod";

/** A form as it was sent: texts, lists of texts, and groups of both. This is what is stored. */
export interface Entry {
  [name: string]: string | Entry | (string | Entry)[];
}

/** Of one step. A document in Firestore holds a megabyte, and so the entries of twenty steps. */
const MOST_BYTES = 50_000;

const FILE = "A file can't be saved here. Remove it to continue.";
const field: z.ZodType<Entry[string]> = z.lazy(() => z.union([value, z.array(value)]));
const group: z.ZodType<Entry> = z.record(z.string(), field);
const value = z.union([z.string(), group]);

/** The fields with files. A field that takes many of them counts once. */
function filesIn(entered: unknown, path: string[] = []): string[][] {
  if ([entered].flat().some((one) => one instanceof File)) return [path];
  if (typeof entered !== "object") return [];
  return Object.entries(entered ?? {}).flatMap(([name, inner]) => filesIn(inner, [...path, name]));
}

/** Refuses what can't be stored: files, gaps in a list, lists in lists, and too much text. */
export const entrySchema = z.unknown().transform((entered, context): Entry => {
  const files = filesIn(entered);
  for (const path of files) context.addIssue({ code: "custom", message: FILE, path });
  const { data } = group.safeParse(entered);
  if (data === undefined) {
    if (files.length === 0) context.addIssue("This form can't be saved.");
    return z.NEVER;
  }
  if (Buffer.byteLength(JSON.stringify(data)) > MOST_BYTES) {
    context.addIssue("This is too much text to save. Please shorten it.");
  }
  return data;
});
