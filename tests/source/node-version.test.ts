import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { OLDEST_NODE } from "~/lib/env/supported-node";

const read = (path: string) => readFileSync(path, "utf8");
const json = (path: string) => JSON.parse(read(path));
const major = (version: string) => Number.parseInt(version, 10);

test("package.json, the README, CI, .nvmrc and the app agree on the oldest Node", () => {
  expect(json("package.json").engines.node).toBe(`>=${OLDEST_NODE}`);
  expect(read("README.md")).toContain(`Node ${OLDEST_NODE} or newer`);
  const [, versions = ""] = /node: \[([\d, ]+)\]/.exec(read(".github/workflows/ci.yml")) ?? [];
  expect(versions.split(", ").map(Number)).toEqual([major(OLDEST_NODE), major(read(".nvmrc"))]);
});

test("the Node that is fetched for an old machine is one and the same everywhere, and new enough", () => {
  const { optionalDependencies } = json("packages/dev-node/node/package.json");
  const versions = new Set(Object.values<string>(optionalDependencies));
  expect(versions.size).toBe(1);
  const [version = ""] = versions;
  expect(version.localeCompare(OLDEST_NODE, "en", { numeric: true })).toBeGreaterThanOrEqual(0);
});

/** A package of another name that npm was told to put there. */
interface Locked {
  name?: string;
  bin?: Record<string, string>;
}
const locked = Object.entries<Locked>(json("package-lock.json").packages);

test("no package of the project brings a Node, so production runs the machine's own", () => {
  expect(locked.filter(([, { bin }]) => bin && "node" in bin)).toEqual([]);
});

test("what Clerk's browser packages drag in, and nothing loads, is not installed", () => {
  const stand = locked.filter(([path, { name }]) => name && path.startsWith("node_modules/"));
  expect(stand.length).toBeGreaterThan(5);
  for (const [path, { name }] of stand) expect(name, path).toBe("server-only");
  const paths = locked.map(([path]) => path).join("\n");
  expect(paths).not.toMatch(
    /node_modules\/(@solana\/web3|react-native|viem|@babel\/runtime-corejs)/,
  );
});
