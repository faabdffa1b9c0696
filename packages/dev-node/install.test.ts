import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const SCRIPT = fileURLToPath(new URL("./install.mjs", import.meta.url));

let root: string;
let fetched: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "dev-node-")));
  fetched = join(root, "node_modules/.bin/node");
  mkdirSync(join(root, "packages/dev-node/node"), { recursive: true });
  mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
  copyFileSync(SCRIPT, join(root, "packages/dev-node/install.mjs"));
});
afterEach(() => rmSync(root, { recursive: true }));

/** An npm that does this instead of asking a registry. */
function npmThat(body: string): { npm_execpath: string } {
  const file = join(root, "npm.cjs");
  writeFileSync(file, body);
  return { npm_execpath: file };
}

function install(engine: string, env: Record<string, string> = npmThat("process.exit(1)")) {
  writeFileSync(join(root, "package.json"), JSON.stringify({ engines: { node: engine } }));
  return spawnSync(process.execPath, [join(root, "packages/dev-node/install.mjs")], {
    encoding: "utf8",
    env: { NODE_ENV: "test", PATH: process.env.PATH, ...env },
  });
}

/** An npm that "fetches" the Node that runs this test. */
function workingNpm() {
  const source = join(root, "source-node");
  try {
    linkSync(process.execPath, source);
  } catch {
    copyFileSync(process.execPath, source);
  }
  return npmThat(`
    const fs = require("node:fs");
    fs.mkdirSync("node_modules/node-this/bin", { recursive: true });
    fs.renameSync(${JSON.stringify(source)}, "node_modules/node-this/bin/node");
  `);
}

test.runIf(process.platform !== "win32")(
  "an old Node gets a newer one beside the commands of the packages, and nothing else",
  () => {
    const { status, stdout, stderr } = install(">=99.0.0", workingNpm());
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(statSync(fetched).mode & 0o111).not.toBe(0);
    expect(spawnSync(fetched, ["--version"], { encoding: "utf8" }).stdout.trim()).toBe(
      process.version,
    );
    expect(readdirSync(join(root, "packages/dev-node/node"))).toEqual([]);
  },
);

test.each([">=20.0.0", ">=9.99.99", `>=${process.versions.node}`])(
  "a Node that is new enough for %s is left alone",
  (engine) => {
    expect(install(engine).status).toBe(0);
    expect(existsSync(fetched)).toBe(false);
  },
);

test.each([
  { NODE_ENV: "production" },
  { npm_config_omit: "dev" },
  { npm_config_omit: "dev,optional" },
])("a production install (%o) never fetches one", (env) => {
  expect(install(">=99.0.0", env).status).toBe(0);
  expect(existsSync(fetched)).toBe(false);
});

test("when none can be fetched, a sentence says what to do, and the install fails", () => {
  const { status, stderr } = install(">=99.0.0");
  expect(status).toBe(1);
  expect(stderr).toContain(
    `This project needs Node 99.0.0 or newer, and this is Node ${process.versions.node}.`,
  );
  expect(stderr).not.toContain("    at ");
  expect(existsSync(fetched)).toBe(false);
});
