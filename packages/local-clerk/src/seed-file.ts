import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { metadataSchema } from "./body.ts";
import { seedUserSchema } from "./seed.ts";

const seedSchema = z.strictObject({
  users: z.array(seedUserSchema).default([]),
  sessionClaims: metadataSchema.optional(),
});

export type Seed = z.infer<typeof seedSchema>;

/** TypeScript and JavaScript by their default export, all else as JSON. */
async function read(file: string): Promise<unknown> {
  if (!/\.[cm]?[jt]s$/.test(file)) return JSON.parse(readFileSync(file, "utf8"));
  const module: unknown = await import(pathToFileURL(resolve(file)).href);
  if (typeof module === "object" && module !== null && "default" in module) return module.default;
  throw new Error("it has no default export.");
}

/**
 * `{ users, sessionClaims }` from a JSON file, or from the default export of a TypeScript file.
 * @throws {Error} that names the file, and each field that does not fit
 */
export async function readSeed(file: string): Promise<Seed> {
  let content: unknown;
  try {
    content = await read(file);
  } catch (error) {
    throw new Error(`--seed ${file}: ${error instanceof Error ? error.message : error}`);
  }
  const parsed = seedSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Error(`--seed ${file} does not fit:\n${z.prettifyError(parsed.error)}`);
}
