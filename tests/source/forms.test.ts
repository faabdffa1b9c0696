import { expect, test } from "vitest";
import {
  child,
  children,
  descendants,
  type Node,
  parseSource,
  readShippedSource,
  type SourceFile,
  textOf,
} from "./source-file.ts";

function formsOf({ body }: SourceFile): Node[] {
  return body
    .flatMap((node) => [...descendants(node)])
    .filter((node) => node.type === "JSXOpeningElement" && child(node, "name")?.name === "form");
}

const attribute = (form: Node, name: string) =>
  children(form, "attributes").find((one) => child(one, "name")?.name === name);

/**
 * Until React has loaded, the browser sends a form by itself: to an action, by POST, or else with all
 * that was entered in the address, which is for searches alone and has to be said.
 */
function leaks(form: Node): boolean {
  if (attribute(form, "action")) return false;
  const given = attribute(form, "method");
  const method = given && textOf(child(given, "value"));
  return method !== "post" && (method !== "get" || attribute(form, "onSubmit") !== undefined);
}

const leaking = (files: SourceFile[]) =>
  files.flatMap((file) =>
    formsOf(file)
      .filter(leaks)
      .map(() => file.path),
  );

test("no form of the app puts what is entered into the address, not even before React has loaded", () => {
  const files = readShippedSource();
  expect(files.flatMap(formsOf).length).toBeGreaterThan(1);
  expect(leaking(files)).toEqual([]);
});

test.each([
  ["<form onSubmit={save} />", true],
  ["<form />", true],
  ['<form method="get" onSubmit={save} />', true],
  ['<form method="get" />', false],
  ['<form method="post" onSubmit={save} />', false],
  ["<form action={save} onSubmit={warn} />", false],
])("of %s it says: %s", (form, isLeak) => {
  const file = parseSource("form.tsx", `const form = ${form};`);
  expect(leaking([file])).toEqual(isLeak ? ["form.tsx"] : []);
});
