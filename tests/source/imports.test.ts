import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { expect, test } from "vitest";
import { importsOf, parseSource, readShippedSource } from "./source-file.ts";

const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));

function isPackage(specifier: string): boolean {
  return !specifier.startsWith(".") && !specifier.startsWith("~/");
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}

const shipped = readShippedSource().flatMap((file) =>
  importsOf(file).map((specifier) => ({ path: file.path, specifier })),
);

test("finds every way to load a module", () => {
  const text = `
    import a from "a";
    import "b";
    import type { C } from "c";
    export { d } from "d";
    export * from "e";
    const f = async () => import("f");
    const g = () => require("g");
  `;
  expect(importsOf(parseSource("app/x.ts", text))).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
});

test("nothing that is shipped imports the local services", () => {
  expect(shipped.length).toBeGreaterThan(100);
  expect(
    shipped.filter(({ specifier }) =>
      /^@claims-starter\/|(^~|\.)\/(.*\/)?(packages|dev)\//.test(specifier),
    ),
  ).toEqual([]);
});

test("nothing that is shipped imports a test or a tool", () => {
  expect(shipped.filter(({ specifier }) => /(^~|\.)\/(.*\/)?tests\//.test(specifier))).toEqual([]);
});

test("lib imports no component and no page, components no page", () => {
  const outwards = shipped.filter(
    ({ path, specifier }) =>
      (path.startsWith("lib/") && /^~\/(app|components)\//.test(specifier)) ||
      (path.startsWith("components/") && specifier.startsWith("~/app/")),
  );
  expect(outwards).toEqual([]);
});

test("every package that is shipped stands in dependencies, none in devDependencies alone", () => {
  const undeclared = shipped
    .filter(({ specifier }) => isPackage(specifier) && !isBuiltin(specifier))
    .filter(({ specifier }) => !Object.hasOwn(dependencies, packageOf(specifier)));
  expect(undeclared).toEqual([]);
});
