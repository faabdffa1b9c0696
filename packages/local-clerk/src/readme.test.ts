import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const readme = read("../README.md");

test("the README names every control endpoint", () => {
  const endpoints = [
    ...(read("./control.ts") + read("./organization-control.ts")).matchAll(
      /routes\.(\w+)\("(\/[\w-]+)"/g,
    ),
  ];
  expect(endpoints.length).toBeGreaterThan(10);
  for (const [, method = "", path] of endpoints) {
    const row = readme.split("\n").find((line) => {
      const [, calls = ""] = line.split("|");
      return calls.includes(`/_local${path}\``) && calls.includes(method.toUpperCase());
    });
    expect(row, `${method} ${path}`).toBeDefined();
  }
});

test("the README names every option of the command", () => {
  const options = [...read("./cli.ts").matchAll(/^ {2}(--[\w-]+)/gm)].map(([, name]) => name);
  expect(options.length).toBeGreaterThan(5);
  for (const option of options.filter((name) => name !== "--help")) {
    expect(readme).toContain(`| \`${option}\` |`);
  }
});
