import { describe, expect, test } from "vitest";
import {
  child,
  children,
  descendants,
  importsOf,
  type Node,
  nameOf,
  parseSource,
  readShippedSource,
  type SourceFile,
} from "./source-file.ts";

/** What changes other people, or holds what only admins may see. */
const SENSITIVE = [
  "~/lib/admin/change-user",
  "~/lib/moderation/names",
  "~/lib/auth/private-metadata",
];

function callsOf({ body }: SourceFile, name: string): Node[] {
  return body
    .flatMap((node) => [...descendants(node)])
    .filter((node) => node.type === "CallExpression" && nameOf(child(node, "callee")) === name);
}

/** Whether an object literal among the call's arguments says `fresh: true`. */
function isFresh(call: Node): boolean {
  return children(call, "arguments")
    .flatMap((argument) => children(argument, "properties"))
    .some(
      (property) =>
        nameOf(child(property, "key")) === "fresh" && child(property, "value")?.value === true,
    );
}

const isActions = ({ body }: SourceFile) => body[0]?.directive === "use server";

/** Actions that trust a token where they must ask Clerk. */
function trusting(files: SourceFile[]): string[] {
  return files
    .filter((file) => isActions(file) && importsOf(file).some((from) => SENSITIVE.includes(from)))
    .flatMap((file) =>
      callsOf(file, "action")
        .filter((call) => !isFresh(call))
        .map(() => file.path),
    );
}

/** Pages that show private metadata to anyone who had the role a minute ago. */
function showing(files: SourceFile[]): string[] {
  return files
    .filter(({ path }) => path.endsWith("/page.tsx"))
    .filter(({ body }) =>
      body.some((node) => [...descendants(node)].some((one) => nameOf(one) === "privateMetadata")),
    )
    .filter((file) => !callsOf(file, "requireAccess").some(isFresh))
    .map(({ path }) => path);
}

/** Schemas in actions that let unknown fields pass. */
function lax(files: SourceFile[]): string[] {
  return files.filter(isActions).flatMap(({ path, body }) =>
    body
      .flatMap((node) => [...descendants(node)])
      .filter(
        (node) =>
          node.type === "MemberExpression" &&
          nameOf(child(node, "object")) === "z" &&
          ["object", "looseObject"].includes(nameOf(child(node, "property")) ?? ""),
      )
      .map(() => path),
  );
}

describe("this app", () => {
  const files = readShippedSource();

  test("asks Clerk before it changes other people, and refuses unknown fields", () => {
    expect(files.filter(isActions).length).toBeGreaterThan(0);
    expect(trusting(files)).toEqual([]);
    expect(lax(files)).toEqual([]);
  });

  test("asks Clerk before a page shows private metadata", () => {
    expect(showing(files)).toEqual([]);
  });
});

test("notices what is missing", () => {
  const action = (spec: string) =>
    parseSource(
      "app/x/actions.ts",
      `"use server";\nimport { x } from "~/lib/auth/private-metadata";\nexport const a = action({ ${spec} });`,
    );
  expect(trusting([action('access: "/settings", input: x')])).toEqual(["app/x/actions.ts"]);
  expect(trusting([action("fresh: true")])).toEqual([]);
  expect(lax([action("input: z.object({})")])).toEqual(["app/x/actions.ts"]);
  expect(lax([action("input: z.strictObject({})")])).toEqual([]);
  const page = (guard: string) =>
    parseSource(
      "app/x/page.tsx",
      `export default async () => { ${guard}; return user.privateMetadata; }`,
    );
  expect(showing([page('await requireAccess("/settings")')])).toEqual(["app/x/page.tsx"]);
  expect(showing([page('await requireAccess("/settings", { fresh: true })')])).toEqual([]);
});
