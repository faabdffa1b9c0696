import { describe, expect, test } from "vitest";
import { checkNode } from "~/lib/env/supported-node";

const system = { version: "v22.22.2", execPath: "/usr/bin/node", cwd: () => "/app" };
const fetched = { ...system, execPath: "/app/node_modules/.bin/node" };

describe("checkNode", () => {
  test.each(["v22.22.2", "v22.22.10", "v22.100.0", "v24.1.0"])("accepts Node %s", (version) => {
    expect(() => checkNode(false, { ...system, version })).not.toThrow();
  });

  test.each(["v9.11.2", "v20.20.2", "v22.0.0", "v22.22.1"])(
    "refuses Node %s in a sentence",
    (version) => {
      for (const isLocal of [true, false]) {
        expect(() => checkNode(isLocal, { ...system, version })).toThrow(
          `This app needs Node 22.22.2 or newer, and this is Node ${version}.`,
        );
      }
    },
  );

  test("keeps the Node that npm fetched for development to local services", () => {
    expect(() => checkNode(true, fetched)).not.toThrow();
    expect(() => checkNode(false, fetched)).toThrow("on the machine itself");
  });

  test("accepts a Node that some other folder's node_modules holds", () => {
    const elsewhere = { ...system, execPath: "/opt/tools/node_modules/.bin/node" };
    expect(() => checkNode(false, elsewhere)).not.toThrow();
  });
});
