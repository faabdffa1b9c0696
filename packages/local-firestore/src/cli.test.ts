import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { startFirestore } from "./server.ts";
import { connect } from "./testing/clients.ts";

const CLI = fileURLToPath(new URL("./cli.ts", import.meta.url));

function start(...args: string[]) {
  const child = spawn(process.execPath, [CLI, ...args]);
  onTestFinished(() => void child.kill());
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  return { child, output };
}

test("prints a .env file with which the Admin SDK reaches it, and ends at SIGTERM", async () => {
  const { child, output } = start("--port", "0");
  await expect.poll(() => output.stdout, { timeout: 10_000 }).toContain("METADATA");
  const { FIRESTORE_EMULATOR_HOST: host = "" } = parseEnv(output.stdout);
  {
    await using client = connect(host);
    await client.db.doc("c/d").set({ n: 1 });
    expect((await client.db.doc("c/d").get()).data()).toEqual({ n: 1 });
  }
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("says in a sentence that a port is taken, and exits with 1", async () => {
  const other = await startFirestore();
  onTestFinished(() => other.close());
  const port = other.host.split(":")[1] ?? "";
  const { child, output } = start("--port", port);
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(output.stderr).toBe(
    `Port ${port} is in use. Stop what uses it, or choose another one with --port.\n`,
  );
});

test.each(["http", "-1", "70000"])("refuses --port=%s", async (port) => {
  const { child, output } = start(`--port=${port}`);
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(output.stderr).toBe(`--port is "${port}"; use a number from 0 to 65535.\n`);
});
