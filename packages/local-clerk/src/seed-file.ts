import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { metadataSchema } from "./body.ts";
import { seedOrganizationSchema, seedRoleSchema } from "./organizations/settings.ts";
import { seedUserSchema } from "./seed.ts";

/** A list in which no two have the same value in one of these fields. */
function distinct<T>(item: z.ZodType<T>, fields: readonly (keyof T & string)[]) {
  return z.array(item).superRefine((items, context) => {
    for (const field of fields) {
      const seen = new Set<unknown>();
      for (const [i, { [field]: value }] of items.entries()) {
        if (seen.has(value)) {
          const message = `another one has this ${field}`;
          context.addIssue({ code: "custom", path: [i, field], message });
        }
        seen.add(value);
      }
    }
  });
}

const seedSchema = z.strictObject({
  users: distinct(seedUserSchema, ["id", "email"]).default([]),
  sessionClaims: metadataSchema.optional(),
  organizations: distinct(
    seedOrganizationSchema.extend({
      members: distinct(seedOrganizationSchema.shape.members.element, ["userId"]),
    }),
    ["id", "slug"],
  ).optional(),
  roles: distinct(seedRoleSchema, ["key"]).optional(),
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
 * `{ users, sessionClaims, organizations, roles }` from a JSON file, or from the default export of a TypeScript file.
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
