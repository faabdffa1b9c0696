import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Program } from "../tools/program.ts";
import { copyProject, type ProjectCopy } from "../tools/project-copy.ts";
import { UNHURRIED } from "./guide.ts";

/* The recipes of docs/claims-sources.md, each in a copy of the project that follows it. */
const GUIDE = readFileSync("docs/claims-sources.md", "utf8");
const SOURCE = "lib/auth/claims-source.ts";

/** What a section of the guide has as code: its commands, and the file it writes. */
function recipe(title: string) {
  const [, section = ""] = GUIDE.split(`## ${title}`);
  const [text = ""] = section.split(/^## /m);
  const blocks = [...text.matchAll(/^```(.+)\n([\s\S]*?)^```$/gm)];
  const codeOf = (info: string) =>
    blocks.filter(([, name]) => name === info).map(([, , code = ""]) => code);
  return { commands: codeOf("sh").join("").trim().split("\n"), files: codeOf(`ts ${SOURCE}`) };
}

const copies: ProjectCopy[] = [];
afterAll(() => {
  for (const copy of copies) copy[Symbol.dispose]();
});

test.each([
  ["Clerk Organizations: role and team", "organizations"],
  ["Clerk Billing: plan", "billing"],
])("%s: the file passes its tests, and those of the core hold as they are", async (title, name) => {
  const { commands, files } = recipe(title);
  expect(files).toHaveLength(1);
  const copy = copyProject("shared");
  copies.push(copy);
  const run = async (command: string, ...args: string[]) => {
    await using program = new Program(command, args, {
      cwd: copy.folder,
      env: { npm_config_offline: "true" },
    });
    expect(await program.exitCode(), `${command} ${args.join(" ")}\n${program.output}`).toBe(0);
  };
  for (const command of commands) {
    const [program = "", ...args] = command.split(" ");
    if (program) await run(program, ...args);
  }
  writeFileSync(join(copy.folder, SOURCE), files[0] ?? "");
  await run("npm", "run", "typecheck");
  await run("npx", "biome", "check", "--error-on-warnings", SOURCE);
  const own = ["--config", "tests/extend/vitest.config.ts", "--project", "claims-sources"];
  await run("npx", "vitest", "run", ...own, name);
  const core = ["lib/auth", "lib/access", "lib/proxy", "components/claims", "tests/source/imports"];
  await run("npx", "vitest", "run", "--project", "node", "--project", "dom", ...UNHURRIED, ...core);
});

test("the guide is about functions that the file has", () => {
  const source = readFileSync(SOURCE, "utf8");
  for (const [, name = ""] of GUIDE.matchAll(/^\| `(\w+)\(/gm)) {
    expect(source).toMatch(new RegExp(`export (async )?function ${name}\\b`));
  }
});
