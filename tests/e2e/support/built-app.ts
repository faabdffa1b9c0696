import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { POLICY, type PolicyPath } from "../../../lib/auth/policy.ts";
import { addressOf } from "../../tools/address-of.ts";

function readJson<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  return schema.parse(JSON.parse(readFileSync(join(process.cwd(), path), "utf8")));
}

/** Pages and handlers as the build has them, each with a path that one can ask for. */
export function builtRoutes(): { pages: string[]; handlers: string[] } {
  const manifest = readJson(
    ".next/app-path-routes-manifest.json",
    z.record(z.string(), z.string()),
  );
  const paths = (ending: string) =>
    Object.entries(manifest)
      .filter(([file, path]) => file.endsWith(ending) && !/^\/_|\.\w+$/.test(path))
      .map(([, path]) => addressOf(path));
  return { pages: paths("/page"), handlers: paths("/route") };
}

export interface BuiltAction {
  /** What a browser sends as Next-Action. */
  id: string;
  name: string;
  /** The rule it is guarded by, as its source says. */
  access: PolicyPath;
}

function isPolicyPath(path: string | undefined): path is PolicyPath {
  return path !== undefined && path in POLICY;
}

function accessOf(file: string, name: string): PolicyPath {
  const source = readFileSync(join(process.cwd(), file), "utf8");
  const made = new RegExp(`export const ${name} = action\\(\\{[^}]*?access: "([^"]+)"`);
  const path = made.exec(source)?.[1];
  if (!isPolicyPath(path)) throw new Error(`${file}: ${name} names no rule of POLICY`);
  return path;
}

/** Every server action that the build answers to, but those of libraries. */
export function builtActions(): BuiltAction[] {
  const manifest = readJson(
    ".next/server/server-reference-manifest.json",
    z.object({
      node: z.record(z.string(), z.object({ filename: z.string(), exportedName: z.string() })),
    }),
  );
  return Object.entries(manifest.node)
    .filter(([, { filename }]) => !filename.includes("node_modules"))
    .map(([id, { filename, exportedName }]) => ({
      id,
      name: exportedName,
      access: accessOf(filename, exportedName),
    }));
}
