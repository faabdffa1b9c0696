import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));

test.each(Object.entries<string>(scripts))("npm run %s runs in any shell", (_name, command) => {
  // No variables, quotes, redirections or commands of one system's shell.
  expect(command).toMatch(/^[\w@:./ -]+( && [\w@:./ -]+)*$/);
  for (const part of command.split(" && ")) {
    expect(part).toMatch(/^(node|npm|next|vitest|playwright|biome|knip)( |$)/);
  }
});

test("npm and npx, which are scripts on Windows, are started with a shell there", () => {
  const files = globSync("{scripts,dev,tests}/**/*.{ts,mjs}");
  expect(files.length).toBeGreaterThan(20);
  const without = files.filter((file) =>
    /\b(?:spawn|execFile)(?:Sync)?\(\s*"np[mx]"(?![^;]{0,200}shell)/.test(
      readFileSync(file, "utf8"),
    ),
  );
  expect(without).toEqual([]);
});

test("npm writes exact versions", () => {
  expect(readFileSync(".npmrc", "utf8")).toMatch(/^save-exact=true$/m);
  const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+/);
  }
});
