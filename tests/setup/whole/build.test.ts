import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { freePort } from "../../tools/free-port.ts";
import { realKeys } from "../../tools/keys.ts";
import { Program } from "../../tools/program.ts";
import { copyProject, type ProjectCopy } from "../../tools/project-copy.ts";

const copies: ProjectCopy[] = [];
afterAll(() => {
  for (const copy of copies) copy[Symbol.dispose]();
});

/** A project that `npm run setup` has made with these options, and npm in it. */
async function setUp(...options: string[]) {
  const copy = copyProject();
  copies.push(copy);
  const npm = (args: string[], env: Record<string, string> = {}) =>
    new Program("npm", args, { cwd: copy.folder, env });
  // Packages are only taken away, so no registry is asked.
  await using setup = npm(["run", "setup", "--", "--yes", ...options], {
    npm_config_offline: "true",
  });
  expect(await setup.exitCode(), setup.output).toBe(0);
  const passes = async (args: string[], env = {}) => {
    await using program = npm(args, env);
    expect(await program.exitCode(), program.output).toBe(0);
  };
  return { ...copy, npm, passes };
}

test.each([
  ["some examples", ["--examples", "admin,reports"]],
  ["no example", ["--examples", "none"]],
])("with %s and the local services, the project builds and its tests pass", async (_, options) => {
  const { passes } = await setUp("--name", "Acme", ...options);
  await passes(["run", "lint"]);
  await passes(["run", "test:unit"]);
  await passes(["run", "test:e2e"]);
});

describe("without the local services", () => {
  test("the project builds, serves with keys alone, and its tests pass", async () => {
    const { folder, npm, passes } = await setUp("--no-local-services", "--licence", "none");
    await passes(["test"]);

    // The Node of packages/dev-node, where there is one: it doesn't build with real keys.
    rmSync(join(folder, "node_modules/.bin/node"), { force: true });
    const env = { ...realKeys(), GOOGLE_CLOUD_PROJECT: "demo" };
    await passes(["run", "build"], env);
    const port = String(await freePort());
    await using app = npm(["start", "--", "--port", port], env);
    await app.writes("Ready in");
    const url = `http://localhost:${port}`;
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(`${url}/api/me`)).status).toBe(401);
  });
});
