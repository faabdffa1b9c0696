import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allMutants } from "./all-mutants.ts";
import { RESULTS, readResults } from "./results.ts";

/** `npm run test:mutation` takes minutes. What it works with can be looked at in a moment. */
const mutants = await allMutants();
const names = mutants.map(({ without }) => without);

test.each(mutants)(
  "without $without: the code stands once in its file, and there are tests",
  ({ file, code, tests }) => {
    expect(readFileSync(file, "utf8").split(code)).toHaveLength(2);
    for (const path of tests) expect(existsSync(path), path).toBe(true);
  },
);

test("each mutant has its own name", () => {
  expect(new Set(names).size).toBe(names.length);
});

test.skipIf(!existsSync(RESULTS))("results.md is of these mutants: run those that are new", () => {
  const listed = readResults().map(({ without, file }) => ({ without, file }));
  expect(listed).toEqual(mutants.map(({ without, file }) => ({ without, file })));
});
