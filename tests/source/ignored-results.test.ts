import { expect, test } from "vitest";
import {
  child,
  descendants,
  nameOf,
  parseSource,
  readShippedSource,
  type SourceFile,
} from "./source-file.ts";

/** They answer an error instead of throwing it, so a call whose answer nobody reads hides it. */
const ANSWERS_RESULT = ["updateUserMetadata", "updatePrivateMetadata"];

/** The functions above that a file calls without reading the answer. */
function droppedBy({ body }: SourceFile): string[] {
  return body
    .flatMap((node) => [...descendants(node)])
    .flatMap((node) => {
      const value = node.type === "ExpressionStatement" ? child(node, "expression") : undefined;
      const call = value?.type === "AwaitExpression" ? child(value, "argument") : value;
      const name = nameOf(call && child(call, "callee"));
      return name && ANSWERS_RESULT.includes(name) ? [name] : [];
    });
}

test("the error that a write to Clerk answers is never dropped", () => {
  const careless = 'async () => { await updateUserMetadata("user_1", {}); redirect("/"); }';
  expect(droppedBy(parseSource("x.ts", careless))).toEqual(["updateUserMetadata"]);
  for (const file of readShippedSource()) expect(droppedBy(file), file.path).toEqual([]);
});
