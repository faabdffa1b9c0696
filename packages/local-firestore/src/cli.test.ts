import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { Timestamp } from "firebase-admin/firestore";
import { expect, onTestFinished, test } from "vitest";
import { startLocalFirestore } from "./server.ts";
import { connect, PROJECT } from "./testing/clients.ts";

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
  const other = await startLocalFirestore();
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

/** A folder for the test, with this seed in it. */
function folderWith(seed: string) {
  const folder = mkdtempSync(join(tmpdir(), "firestore-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "seed.json");
  writeFileSync(file, seed);
  return { folder, file };
}

/** Starts it, and gives the documents of a collection before it stops. */
async function documentsAfter(...args: string[]) {
  const { child, output } = start("--port", "0", ...args);
  await expect.poll(() => output.stdout, { timeout: 10_000 }).toContain("METADATA");
  const { FIRESTORE_EMULATOR_HOST: host = "" } = parseEnv(output.stdout);
  await using client = connect(host);
  const read = async () =>
    (await client.db.collection("users").get()).docs.map((doc) => ({ id: doc.id, ...doc.data() }));
  const before = await read();
  await client.db.doc("users/ada").set({ changed: true });
  await client.db.doc("users/new").set({});
  child.kill("SIGTERM");
  await once(child, "exit");
  return { documents: before, output };
}

test("adds the seed's documents that are missing, and starts empty with --reset", async () => {
  const { folder, file } = folderWith(
    JSON.stringify({
      "users/ada": { n: 1, half: 0.5, list: [null, "x"], at: { __time__: "2026-01-31T12:00:00Z" } },
      "users/bob": {},
    }),
  );
  const args = ["--data-file", join(folder, "data"), "--project", PROJECT, "--seed", file];
  const first = await documentsAfter(...args);
  expect(first.documents).toEqual([
    { id: "ada", n: 1, half: 0.5, list: [null, "x"], at: new Timestamp(1_769_860_800, 0) },
    { id: "bob" },
  ]);
  expect(first.output.stderr).toMatch(/^Added 2 of 2 documents to test\.\nFirestore listens on/);
  expect(parseEnv(first.output.stdout).GOOGLE_CLOUD_PROJECT).toBe(PROJECT);

  const again = await documentsAfter(...args, "--quiet");
  expect(again.documents).toEqual([{ id: "ada", changed: true }, { id: "bob" }, { id: "new" }]);
  expect(again.output.stderr).toBe("");
  const { documents } = await documentsAfter(...args, "--reset");
  expect(documents.map(({ id }) => id)).toEqual(["ada", "bob"]);
});

test.each([
  ["no JSON", "{", /^--seed .*seed\.json: .*JSON/],
  ["a list", "[]", /^--seed .*seed\.json: it must be an object/],
  ["data that is no object", '{ "users/ada": 1 }', /"users\/ada": its data is not an object/],
])("says what is wrong with a seed that has %s, and exits with 1", async (_, seed, message) => {
  const { child, output } = start("--port", "0", "--seed", folderWith(seed).file);
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(output.stderr).toMatch(message);
  expect(output.stdout).toBe("");
});

test.each([
  [["--reset"], /^--reset empties the data file\. Name one with --data-file\.\n$/],
  [["--data-file="], /^--data-file is empty; use the path of a file\.\n$/],
  [["--data-file", tmpdir()], /^--data-file \S+ is a folder; use the path of a file/],
  [["--project", "bad/x"], /^--project is "bad\/x"; use at most 30 small letters, digits/],
  [["--seed", "missing.json"], /^--seed missing\.json: ENOENT/],
  [["--nothing"], /Unknown option '--nothing'/],
])("refuses %o, and exits with 1", async (args, message) => {
  const { child, output } = start("--port", "0", ...args);
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(output.stderr).toMatch(message);
});
