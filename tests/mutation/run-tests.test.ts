import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runTests } from "./run-tests.ts";

let folder: string;

/** Each verdict starts Vitest once or twice, which takes seconds on a busy machine. */
const STARTS = { timeout: 180_000 };

const PROJECTS = `export default { test: { maxWorkers: 1, projects: [{ test: { name: "node" } }] } };\n`;
const IMPORTS = 'import { beforeAll, expect, test } from "vitest";\n';

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "claims-starter-verdicts-")));
  symlinkSync(join(process.cwd(), "node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "vitest.config.ts"), PROJECTS);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PASSES = 'test("passes", () => expect(1).toBe(1));\n';
const ASSERTS = 'test("asserts", () => expect(1).toBe(2));\n';
const THROWS = 'test("throws", () => { throw new TypeError("x is not a function"); });\n';
const RESOLVES = 'test("resolves", () => expect(Promise.resolve(1)).resolves.toBe(2));\n';
const REJECTS = 'test("rejects", () => expect(Promise.reject(new Error("x"))).resolves.toBe(1));\n';

/** Of a folder with a test file for each source. */
function verdictOn(place: string, sources: string[]) {
  mkdirSync(join(folder, place));
  for (const [index, source] of sources.entries()) {
    writeFileSync(join(folder, place, `${index}.test.ts`), IMPORTS + source);
  }
  return runTests(folder, [`${place}/`]);
}

test("what passes has noticed nothing", STARTS, () => {
  expect(verdictOn("pass", [PASSES])).toBe("passed");
});

test(
  "what crashes has noticed nothing: a test, a hook and a module that throw, one that is missing, and one that can't be read",
  STARTS,
  () => {
    const sources = [
      PASSES + THROWS,
      `beforeAll(() => import("./missing.ts"));\n${ASSERTS}`,
      `throw new Error("AssertionError");\n${ASSERTS}`,
      `import "./missing.ts";\n${ASSERTS}`,
      `const = 1;\n${ASSERTS}`,
    ];
    expect(verdictOn("crash", sources)).toBe("crashed");
  },
);

test("an assertion that fails has, also when a test before it throws", STARTS, () => {
  expect(verdictOn("assert", [THROWS + PASSES + ASSERTS])).toBe("noticed");
  expect(verdictOn("resolve", [RESOLVES])).toBe("noticed");
  expect(verdictOn("reject", [REJECTS])).toBe("noticed");
});
