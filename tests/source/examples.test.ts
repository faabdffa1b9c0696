import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { LOCAL_SERVICES, readParts } from "../../scripts/setup/part.ts";
import { importsOf, readShippedSource } from "./source-file.ts";

/** What an import leads to, from the project's root: `lib/teams/membership`. */
function targetOf(importer: string, specifier: string): string {
  if (specifier.startsWith("~/")) return specifier.slice(2);
  return specifier.startsWith(".") ? join(dirname(importer), specifier) : "";
}

const source = readShippedSource();
const examples = readParts(process.cwd()).filter(({ id }) => id !== LOCAL_SERVICES);

describe.each(examples)("the example $id", ({ files }) => {
  const isIn = (path: string) => files.some((folder) => path.startsWith(`${folder}/`));

  test("is imported by nothing outside its folders", () => {
    const imports = source
      .filter(({ path }) => !isIn(path))
      .flatMap((file) =>
        importsOf(file)
          .filter((specifier) => isIn(targetOf(file.path, specifier)))
          .map((specifier) => `${file.path} imports ${specifier}`),
      );
    expect(imports).toEqual([]);
  });
});
