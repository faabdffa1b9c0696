import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { readSeed } from "./seed-file.ts";
import { startTestClerk } from "./testing/local-clerk.ts";

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
  const options = [...read("./command.ts").matchAll(/^ {2}(--[\w-]+)/gm)].map(([, name]) => name);
  expect(options.length).toBeGreaterThan(5);
  for (const option of options.filter((name) => name !== "--help")) {
    expect(readme).toContain(`| \`${option}\` |`);
  }
});

/** The section's code, in a file inside the project, where its packages are found. */
function programOf(section: string): string {
  const [, program = ""] =
    new RegExp(`## ${section}\\n[\\s\\S]*?\`\`\`ts\\n([\\s\\S]*?)\`\`\``).exec(readme) ?? [];
  const local = join(import.meta.dirname, "../../../.local");
  mkdirSync(local, { recursive: true });
  const folder = mkdtempSync(join(local, "readme-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "program.ts");
  writeFileSync(file, program);
  return file;
}

test("what the README says about tests runs as it stands", async () => {
  const run = await promisify(execFile)(process.execPath, [programOf("In tests")]);
  expect(run.stdout).toContain("/v1/users/user_1/metadata");
});

test("the README's seed can start a local Clerk", async () => {
  const { users, organizations, roles = [] } = await readSeed(programOf("Seed"));
  expect(users).toHaveLength(1);
  await using _ = await startTestClerk({
    users,
    organizations: { organizations: organizations ?? [], roles },
  });
});
