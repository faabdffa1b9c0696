import { expect, test } from "vitest";
import {
  child,
  descendants,
  nameOf,
  parseSource,
  readShippedSource,
  type SourceFile,
} from "./source-file.ts";

/**
 * The client router would keep a denial for minutes with any of these, also after the claim was
 * granted: a prefetched page, by a link or by the router, and `staleTimes` in next.config.ts.
 */
function findCachedDenials(files: SourceFile[]): string[] {
  return files.flatMap(({ path, body }) =>
    body
      .flatMap((node) => [...descendants(node)])
      .flatMap((node) => {
        if (node.type === "Identifier" && node.name === "staleTimes")
          return [`${path}: staleTimes`];
        const callee = node.type === "CallExpression" ? child(node, "callee") : undefined;
        if (callee && nameOf(child(callee, "property")) === "prefetch")
          return [`${path}: router.prefetch`];
        const name = node.type === "JSXAttribute" ? child(node, "name")?.name : undefined;
        if (name !== "prefetch") return [];
        const value = child(node, "value");
        const given = value?.type === "JSXExpressionContainer" ? child(value, "expression") : value;
        return given?.value === false ? [] : [`${path}: prefetch`];
      }),
  );
}

test("nothing makes the browser keep a denial", () => {
  expect(findCachedDenials(readShippedSource())).toEqual([]);
});

test.each([
  ["<Link prefetch />", "prefetch"],
  ["<Link prefetch={true} />", "prefetch"],
  ["<Link prefetch={isNear} />", "prefetch"],
  ['useRouter().prefetch("/settings")', "router.prefetch"],
  ["({ experimental: { staleTimes: { dynamic: 30 } } })", "staleTimes"],
])("%s is found", (text, finding) => {
  expect(findCachedDenials([parseSource("app/x.tsx", text)])).toEqual([`app/x.tsx: ${finding}`]);
});

test("a link that does not prefetch is fine", () => {
  const file = parseSource("app/x.tsx", "<><Link prefetch={false} /><Link /></>");
  expect(findCachedDenials([file])).toEqual([]);
});
