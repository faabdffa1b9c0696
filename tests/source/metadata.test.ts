import { expect, test } from "vitest";
import { child, descendants, nameOf, readShippedSource } from "./source-file.ts";

/** Pages whose `metadata` doesn't name these fields. */
function without(field: string): string[] {
  return readShippedSource()
    .filter(({ path }) => path.endsWith("/page.tsx"))
    .filter(({ body }) => {
      const exported = body.find(
        (node) =>
          node.type === "ExportNamedDeclaration" &&
          [...descendants(node)].some((one) => nameOf(child(one, "id")) === "metadata"),
      );
      const keys = exported
        ? [...descendants(exported)].map((one) => nameOf(child(one, "key")))
        : [];
      return !keys.includes(field);
    })
    .map(({ path }) => path);
}

test.each(["title", "description"])("every page has its own %s", (field) => {
  expect(without(field)).toEqual([]);
});
