import { globSync, readFileSync } from "node:fs";
import { builtActions } from "../e2e/support/built-app.ts";
import { testForgeries } from "./one-forgery.ts";
import { expect, test } from "./support.ts";

testForgeries("saveStep", "new", { step: "preferences", digest: "weekly" });
testForgeries("finishOnboarding", "new", { step: "finish" });

test("every action is tried with one thing forged", () => {
  const specs = globSync("tests/security/**/forged.spec.ts");
  const tried = specs.map((file) => readFileSync(file, "utf8")).join("\n");
  const names = [...tried.matchAll(/testForgeries\(\s*"(\w+)"/g)].map(([, name]) => name);
  const missing = builtActions().flatMap(({ name }) => (names.includes(name) ? [] : name));
  const advice =
    "Add a line for each to tests/security/forged.spec.ts: its name, who may call it, a valid form.";
  expect(missing, advice).toEqual([]);
});
