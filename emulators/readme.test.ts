import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { faultSchema } from "./faults.ts";
import { PERSONAS } from "./personas.ts";

const readme = readFileSync("emulators/README.md", "utf8");

test.each(PERSONAS.map((persona) => [persona.email, persona] as const))(
  "the README has %s as they are",
  (email, { id, publicMetadata: { role = "", plan = "", onboardingComplete } }) => {
    const cells = [email, id, role, plan, onboardingComplete ? "yes" : "no"];
    const row = readme.split("\n").find((line) => line.startsWith(`| ${email} |`)) ?? "";
    expect(
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ).toEqual(cells);
  },
);

test.each(Object.keys(faultSchema.shape))("the README explains the fault's field %s", (name) => {
  expect(readme).toMatch(new RegExp(`^\\|.*\`${name}\`.*\\|`, "m"));
});

test("the README names every control endpoint", () => {
  const source = readFileSync("emulators/clerk/control.ts", "utf8");
  const endpoints = [...source.matchAll(/routes\.(\w+)\("(\/[\w-]+)"/g)];
  expect(endpoints.length).toBeGreaterThan(8);
  for (const [, method = "", path] of endpoints) {
    const row = readme.split("\n").find((line) => {
      const [, calls = ""] = line.split("|");
      return calls.includes(`/_local${path}\``) && calls.includes(method.toUpperCase());
    });
    expect(row, `${method} ${path}`).toBeDefined();
  }
});
