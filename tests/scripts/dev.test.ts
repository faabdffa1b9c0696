import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { RIGHT } from "../environment/wrong-environments.ts";
import { freePort } from "../tools/free-port.ts";
import { Program } from "../tools/program.ts";

const QUOTED = `"'${RIGHT.CLERK_SECRET_KEY}'"`;

test.each([
  ["in the environment", { ...RIGHT, CLERK_SECRET_KEY: QUOTED }, ""],
  ["in .env.local", { ...RIGHT, CLERK_SECRET_KEY: "" }, `CLERK_SECRET_KEY=${QUOTED}\n`],
])(
  "npm run dev with wrong keys %s says what is wrong and doesn't start Next",
  async (_where, variables, file) => {
    const cwd = mkdtempSync(join(tmpdir(), "dev-"));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    writeFileSync(join(cwd, ".env.local"), file);
    const { CLERK_SECRET_KEY, ...others } = variables;
    const env = {
      ...others,
      ...(CLERK_SECRET_KEY && { CLERK_SECRET_KEY }),
      PORT: String(await freePort()),
    };
    await using dev = new Program(process.execPath, [resolve("dev/start.mjs"), "dev"], {
      cwd,
      env,
    });
    expect(await dev.exitCode()).toBe(1);
    expect(dev.stdout).toBe("");
    expect(dev.stderr).toBe("CLERK_SECRET_KEY has quotes around it. Remove them.\n");
  },
);
