import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { Program } from "../tools/program.ts";
import { copyProject, type ProjectCopy } from "../tools/project-copy.ts";
import { blocksOf, commandsOf, follow, UNHURRIED } from "./guide.ts";

/* The recipes that docs/claims-sources.md lists, each in a copy of the project that follows it. */
const GUIDE = "docs/claims-sources.md";
const SOURCE = "lib/auth/claims-source.ts";

const copies: ProjectCopy[] = [];
afterAll(() => {
  for (const copy of copies) copy[Symbol.dispose]();
});

test.each([
  ["docs/claims-from-organizations.md", "organizations"],
  ["docs/claims-from-billing.md", "billing"],
])("%s: its file passes its tests, and the core passes as it is", async (recipe, name) => {
  const files = blocksOf(recipe).filter(({ file }) => file);
  expect(files.map(({ file }) => file)).toEqual([SOURCE]);
  const copy = copyProject("shared");
  copies.push(copy);
  const run = async (command: string, ...args: string[]) => {
    await using program = new Program(command, args, {
      cwd: copy.folder,
      env: { npm_config_offline: "true" },
    });
    expect(await program.exitCode(), `${command} ${args.join(" ")}\n${program.output}`).toBe(0);
  };
  for (const command of commandsOf(recipe)) {
    const [program = "", ...args] = command.split(" ");
    await run(program, ...args);
  }
  follow(copy.folder, files);
  await run("npm", "run", "typecheck");
  await run("npx", "biome", "check", "--error-on-warnings", SOURCE);
  const own = ["--config", "tests/extend/vitest.config.ts", "--project", "claims-sources"];
  await run("npx", "vitest", "run", ...own, name);
  const core = ["lib/auth", "lib/access", "lib/proxy", "components/claims", "tests/source/imports"];
  await run("npx", "vitest", "run", "--project", "node", "--project", "dom", ...UNHURRIED, ...core);
});

test("the guide is about functions that the file has", () => {
  const source = readFileSync(SOURCE, "utf8");
  for (const [, name = ""] of readFileSync(GUIDE, "utf8").matchAll(/^\| `(\w+)\(/gm)) {
    expect(source).toMatch(new RegExp(`export (async )?function ${name}\\b`));
  }
});
