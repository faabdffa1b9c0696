import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "vitest/node";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const SHIPPED = [
  "app",
  "components",
  "lib",
  "proxy.ts",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "next.config.ts",
];

/** A node of the syntax tree (ESTree): its `type` says which other fields it has. */
export type Node = { type: string } & Record<string, unknown>;

export interface SourceFile {
  /** From the project's root, with forward slashes: `app/(app)/admin/page.tsx`. */
  path: string;
  body: Node[];
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

function nodesOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];
}

/** The nodes in one field: its list, its only one, or none. */
export function children(node: Node, field: string): Node[] {
  return nodesOf(node[field]);
}

export function child(node: Node, field: string): Node | undefined {
  return children(node, field)[0];
}

/** A node and all below it. */
export function* descendants(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const below of nodesOf(value)) yield* descendants(below);
  }
}

/** The text of a string literal, or undefined for every other node. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.type === "Literal" && typeof node.value === "string" ? node.value : undefined;
}

/** An identifier's name, or undefined for every other node. */
export function nameOf(node: Node | undefined): string | undefined {
  return node?.type === "Identifier" && typeof node.name === "string" ? node.name : undefined;
}

/** @throws {SyntaxError} when `text` is no TypeScript */
export function parseSource(path: string, text: string): SourceFile {
  const program = parseAst(text, { lang: path.endsWith(".ts") ? "ts" : "tsx" }, path);
  return { path, body: program.body.flatMap((node): Node[] => nodesOf(node)) };
}

/** The files at or below a path of the project, with forward slashes. */
export function filesBelow(path: string): string[] {
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(PROJECT, path), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(`${path}/${entry.name}`) : [`${path}/${entry.name}`],
  );
}

/** What runs in production: everything but tests, the local services and the tools. */
export function readShippedSource(): SourceFile[] {
  return SHIPPED.flatMap(filesBelow)
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .map((path) => parseSource(path, readFileSync(join(PROJECT, path), "utf8")));
}

/** Every module that a file loads: imports, re-exports, `import()` and `require()`. */
export function importsOf({ body }: SourceFile): string[] {
  return body
    .flatMap((node) => [...descendants(node)])
    .flatMap((node) => {
      const isRequire =
        node.type === "CallExpression" && nameOf(child(node, "callee")) === "require";
      const source = isRequire ? children(node, "arguments")[0] : child(node, "source");
      return textOf(source) ?? [];
    });
}
