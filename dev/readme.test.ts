import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PERSONAS } from "./personas.ts";

const readme = readFileSync("dev/README.md", "utf8");

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
