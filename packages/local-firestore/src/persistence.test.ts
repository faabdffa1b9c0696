import { spawn } from "node:child_process";
import { once as eventOnce } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { FieldValue, GeoPoint, Timestamp } from "firebase-admin/firestore";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { codeOf, FAILED_PRECONDITION } from "./conformance/setup.ts";
import { startLocalFirestore } from "./server.ts";
import { connect, DATABASE, once, setWrite } from "./testing/clients.ts";

vi.setConfig({ testTimeout: 20_000 });

let dir: string;
let dataFile: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "firestore-"));
  dataFile = join(dir, "state/firestore.jsonl");
});
afterEach(() => rmSync(dir, { recursive: true }));

async function start(file = dataFile) {
  const server = await startLocalFirestore({ dataFile: file });
  const client = connect(server.host);
  return {
    ...client,
    server,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

const linesOf = (file: string) => readFileSync(file, "utf8").split("\n").slice(0, -1);

test("documents of every kind of value survive a restart, with their times", async () => {
  const values = {
    nothing: null,
    truth: true,
    minusZero: -0,
    nan: Number.NaN,
    infinity: Number.NEGATIVE_INFINITY,
    fraction: 0.1,
    text: 'é😀\n"',
    time: new Timestamp(1, 1_000),
    bytes: Buffer.from([0, 255]),
    point: new GeoPoint(1, -2),
    list: [1, { a: ["x"] }],
    map: { "a.b": {}, constructor: 1 },
    vector: FieldValue.vector([1, 2]),
  };
  const read = async () => {
    await using local = await start();
    const doc = local.db.doc("c/d");
    await doc.create({ ...values, ref: doc }).catch(() => {});
    const { createTime, updateTime, ...snapshot } = await doc.get();
    return { data: (await doc.get()).data(), createTime, updateTime, exists: snapshot };
  };
  const before = await read();
  const after = await read();
  expect(after.createTime).toEqual(before.createTime);
  expect(after.updateTime).toEqual(before.updateTime);
  const { ref, ...data } = after.data ?? {};
  expect(ref.path).toBe("c/d");
  expect(data).toStrictEqual({ ...values, bytes: expect.anything() });
  expect(Buffer.from(data.bytes)).toEqual(values.bytes);
});

test("deletes survive a restart, and what was overwritten leaves the file", async () => {
  {
    await using local = await start();
    await local.db.doc("c/gone").set({});
    for (let n = 0; n < 20; n++) await local.db.doc("c/d").set({ n });
    await local.db.doc("c/gone").delete();
    expect(linesOf(dataFile)).toHaveLength(22);
  }
  await using local = await start();
  expect(linesOf(dataFile)).toHaveLength(1);
  expect((await local.db.collection("c").get()).docs.map((doc) => doc.data())).toEqual([{ n: 19 }]);
});

test("a reset survives a restart", async () => {
  {
    await using local = await start();
    await local.db.doc("c/d").set({});
    await local.server.reset();
    await local.db.doc("c/after").set({});
  }
  await using local = await start();
  expect((await local.db.collection("c").get()).docs.map(({ id }) => id)).toEqual(["after"]);
});

/** Kills a server in the middle of its commits. Returns the ids whose commits were acknowledged. */
async function killAmongCommits(file: string, round: number): Promise<string[]> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL("./testing/child.ts", import.meta.url)), file],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const exited = eventOnce(child, "exit");
  const [output]: Buffer[] = await eventOnce(child.stdout, "data");
  const acknowledged: string[] = [];
  await using client = connect(String(output).trim());
  let next = 0;
  // Eight writers that stop when the server is gone: some commits are on their way at the kill.
  const write = async (): Promise<never> => {
    for (;;) {
      const id = `${round}-${next++}`;
      const writes = [setWrite(`left/${id}`), setWrite(`right/${id}`)];
      await client.raw.commit({ database: DATABASE, writes }, once());
      acknowledged.push(id);
      if (acknowledged.length === 40 + round) child.kill("SIGKILL");
    }
  };
  await Promise.allSettled(Array.from({ length: 8 }, write));
  await exited;
  return acknowledged;
}

test("what was acknowledged survives 20 times kill -9, and batches stay whole", async () => {
  // Four files at a time, each through five servers, one after the other.
  const files = ["a", "b", "c", "d"].map((name) => join(dir, name));
  await Promise.all(
    files.map(async (file) => {
      const acknowledged: string[] = [];
      for (let round = 0; round < 5; round++) {
        acknowledged.push(...(await killAmongCommits(file, round)));
      }
      expect(acknowledged.length).toBeGreaterThanOrEqual(5 * 40);

      await using local = await start(file);
      const idsIn = async (collection: string) =>
        (await local.db.collection(collection).get()).docs.map(({ id }) => id);
      const left = await idsIn("left");
      expect(await idsIn("right")).toEqual(left);
      expect(acknowledged.filter((id) => !left.includes(id))).toEqual([]);
    }),
  );
}, 120_000);

test("a torn last line is dropped, and writing goes on", async () => {
  {
    await using local = await start();
    await local.db.doc("c/a").set({});
  }
  appendFileSync(dataFile, linesOf(dataFile).join("").slice(0, 40));
  {
    await using local = await start();
    await local.db.doc("c/b").set({});
  }
  await using local = await start();
  expect((await local.db.collection("c").get()).docs.map(({ id }) => id)).toEqual(["a", "b"]);
});

test("a damaged line is an error that names it, and the file is left alone", async () => {
  {
    await using local = await start();
    await local.db.doc("c/a").set({});
    await local.db.doc("c/b").set({});
  }
  const damaged = readFileSync(dataFile, "utf8").replace("\n", "x\n");
  writeFileSync(dataFile, damaged);
  await expect(start()).rejects.toThrow(/damaged at line 1/);
  expect(readFileSync(dataFile, "utf8")).toBe(damaged);
});

test("a second server on the file is refused until the first one closed", async () => {
  {
    await using first = await start();
    await first.db.doc("c/a").set({});
    await expect(start()).rejects.toThrow(
      `${dataFile} is in use by the local Firestore of process ${process.pid}. End it, or use another file.`,
    );
    await expect(startLocalFirestore({ dataFile, reset: true })).rejects.toThrow("is in use");
    await first.db.doc("c/b").set({});
  }
  await using second = await start();
  expect((await second.db.collection("c").get()).size).toBe(2);
});

test("a start that failed leaves no lock", async () => {
  await using other = await start(join(dir, "other"));
  const taken = Number(other.server.host.split(":")[1]);
  await expect(startLocalFirestore({ dataFile, port: taken })).rejects.toThrow("EADDRINUSE");
  writeFileSync(dataFile, "x\n");
  await expect(start()).rejects.toThrow(/damaged at line 1/);
  const server = await startLocalFirestore({ dataFile, reset: true });
  await server.close();
  expect(readFileSync(dataFile, "utf8")).toBe("");
});

test("a server that lost its file refuses to write, and says so once", async () => {
  const logged: string[] = [];
  const server = await startLocalFirestore({ dataFile, log: (line) => logged.push(line) });
  await using client = connect(server.host);
  rmSync(dataFile);
  // The SDK itself gives up at once too.
  expect(await codeOf(client.db.doc("c/a").set({}))).toBe(FAILED_PRECONDITION);
  expect(await codeOf(client.db.doc("c/a").set({}))).toBe(FAILED_PRECONDITION);
  expect((await client.db.doc("c/a").get()).exists).toBe(false);
  await server.close();
  expect(logged).toEqual([
    `The data file ${dataFile} was deleted, or another local Firestore opened it. Nothing more is written: restart this one.`,
  ]);
});

test("a delayed write that close() overtakes is dropped in silence", async () => {
  const logged: string[] = [];
  const server = await startLocalFirestore({ dataFile, log: (line) => logged.push(line) });
  await using client = connect(server.host);
  server.faults.add({ match: "Commit", delayMs: 500 });
  const commit = codeOf(
    client.raw.commit({ database: DATABASE, writes: [setWrite("c/d")] }, once()),
  );
  await sleep(100);
  await server.close();
  expect(await commit).toBe(14);
  await sleep(500);
  expect(logged).toEqual([]);
  expect(linesOf(dataFile)).toEqual([]);
});
