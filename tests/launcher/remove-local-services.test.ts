import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../tools/free-port.ts";
import { realKeys } from "../tools/keys.ts";
import { Program } from "../tools/program.ts";
import { copyProject, type ProjectCopy } from "../tools/project-copy.ts";

/** The commands of the page, in the order in which a reader runs them. */
const steps = [
  ...readFileSync("docs/remove-local-services.md", "utf8").matchAll(/```sh\n(.*?)```/gs),
].map(([, block = ""]) => block);

let project: ProjectCopy;
beforeAll(() => {
  project = copyProject();
  // The Node of packages/dev-node, where there is one: it doesn't build with real keys.
  rmSync(join(project.folder, "node_modules/.bin/node"), { force: true });
  for (const step of steps) {
    execFileSync("bash", ["-euo", "pipefail", "-c", step], {
      cwd: project.folder,
      // Packages are only taken away, so no registry is asked.
      env: { ...process.env, npm_config_offline: "true" },
      stdio: "pipe",
    });
  }
});
afterAll(() => project[Symbol.dispose]());

function npm(args: string[], env: Record<string, string> = {}): Program {
  return new Program("npm", args, { cwd: project.folder, env });
}

test("the documented steps take the local services and their packages away", () => {
  expect(steps).toHaveLength(3);
  for (const path of [
    ...["packages/local-clerk", "packages/local-firestore", "packages/local-service", "dev"],
    ...[
      "node_modules/@claims-starter/local-clerk",
      "node_modules/hono",
      "node_modules/@clerk/clerk-js",
    ],
  ]) {
    expect(existsSync(path), path).toBe(true);
    expect(existsSync(join(project.folder, path)), path).toBe(false);
  }
  const { scripts } = JSON.parse(readFileSync(join(project.folder, "package.json"), "utf8"));
  expect(scripts).toMatchObject({ dev: "next dev", build: "next build", start: "next start" });
  expect(JSON.stringify(scripts)).not.toContain("dev/");
  for (const command of Object.values<string>(scripts)) {
    for (const [, named = ""] of command.matchAll(/npm run (?:-s )?([\w:-]+)/g)) {
      expect(scripts).toHaveProperty([named]);
    }
  }
});

test("the app still builds, type-checked, and serves with keys alone", async () => {
  const env = { ...realKeys(), GOOGLE_CLOUD_PROJECT: "demo-claims-starter" };
  await using build = npm(["run", "build"], env);
  expect(await build.exitCode(), build.output).toBe(0);

  const port = String(await freePort());
  await using app = npm(["start", "--", "--port", port], env);
  await app.writes("Ready in");
  const url = `http://localhost:${port}`;
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(`${url}/api/me`)).status).toBe(401);
});

test("its lint and its tests outside a browser still pass", async () => {
  await using lint = npm(["run", "lint"]);
  expect(await lint.exitCode(), lint.output).toBe(0);
  await using tests = npm(["exec", "--", "vitest", "run", "--project", "node"]);
  expect(await tests.exitCode(), tests.output).toBe(0);
});
