import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { codeOf } from "./conformance/setup.ts";
import { startLocalFirestore } from "./server.ts";
import { connect, DATABASE, once, ROOT, setWrite } from "./testing/clients.ts";

// A machine that is busy with other things must not fail these tests.
vi.setConfig({ testTimeout: 20_000 });
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 });

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Rejects with the error that a stream ends with, after it sent this message. */
function errorOf(stream: Duplex, message?: object): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  stream.on("error", reject).resume();
  if (message) stream.write(message);
  return promise;
}

async function start() {
  const server = await startLocalFirestore();
  const { faults, requests } = server;
  const client = connect(server.host);
  cleanups.push(server.close, () => client[Symbol.asyncDispose]());
  return { faults, requests, server, ...client };
}

describe("faults", () => {
  test("a code fails the call, as often as asked, and nothing is written", async () => {
    const { db, faults } = await start();
    faults.add({ match: "Commit", code: 7, times: 2 });
    const doc = db.doc("c/d");
    expect(await codeOf(doc.set({}))).toBe(7);
    expect(await codeOf(doc.set({}))).toBe(7);
    expect((await doc.get()).exists).toBe(false);
    expect(await codeOf(doc.set({}))).toBe("ok");
  });

  test("a code fails reads and queries", async () => {
    const { db, faults } = await start();
    faults.add({ match: "BatchGetDocuments", code: 7 });
    faults.add({ match: "RunQuery", code: 9 });
    expect(await codeOf(db.doc("c/d").get())).toBe(7);
    expect(await codeOf(db.collection("c").get())).toBe(9);
  });

  test("a transient code once is healed by the SDK", async () => {
    const { db, faults, requests } = await start();
    faults.add({ match: "Commit", code: 14, times: 1 });
    await db.doc("c/d").set({ n: 1 });
    expect((await db.doc("c/d").get()).data()).toEqual({ n: 1 });
    expect(requests.list().map(({ method, status }) => `${method} ${status}`)).toEqual([
      "Commit 14",
      "Commit 0",
      "BatchGetDocuments 0",
    ]);
  });

  test("an aborted commit makes the SDK run the transaction again", async () => {
    const { db, faults } = await start();
    faults.add({ match: "Commit", code: 10, times: 1 });
    let runs = 0;
    await db.runTransaction(async (tx) => {
      runs += 1;
      await tx.get(db.doc("c/d"));
      tx.set(db.doc("c/d"), { runs });
    });
    expect((await db.doc("c/d").get()).data()).toEqual({ runs: 2 });
  });

  test("a delay alone is a slow success", async () => {
    const { db, faults } = await start();
    faults.add({ match: "Commit", delayMs: 150 });
    const started = performance.now();
    await db.doc("c/d").set({});
    expect(performance.now() - started).toBeGreaterThan(140);
    expect((await db.doc("c/d").get()).exists).toBe(true);
  });

  test("a delay goes before a code", async () => {
    const { db, faults } = await start();
    faults.add({ match: "Commit", delayMs: 100, code: 7 });
    const started = performance.now();
    expect(await codeOf(db.doc("c/d").set({}))).toBe(7);
    expect(performance.now() - started).toBeGreaterThan(90);
  });

  test("a delayed write that the client gave up on lands later", async () => {
    const { db, raw, faults } = await start();
    faults.add({ match: "Commit", delayMs: 800, times: 1 });
    const commit = raw.commit({ database: DATABASE, writes: [setWrite("c/d")] }, once(50));
    expect(await codeOf(commit)).toBe(4);
    expect((await db.doc("c/d").get()).exists).toBe(false);
    await eventually(async () => expect((await db.doc("c/d").get()).exists).toBe(true));
  });

  test("a hang never answers and writes nothing", async () => {
    const { db, raw, faults, requests } = await start();
    faults.add({ match: "Commit", hang: true, times: 1 });
    const commit = raw.commit({ database: DATABASE, writes: [setWrite("c/d")] }, once(100));
    expect(await codeOf(commit)).toBe(4);
    expect((await db.doc("c/d").get()).exists).toBe(false);
    expect(requests.list()[0]).toMatchObject({ method: "Commit", status: 1 });
  });

  test("neither a hang nor a delay nor a listener stops close()", async () => {
    const { db, raw, faults, server } = await start();
    const stop = db.doc("c/d").onSnapshot(
      () => {},
      () => {},
    );
    faults.add({ match: "Commit", hang: true });
    faults.add({ match: "BatchGet*", delayMs: 600_000 });
    const pending = [
      codeOf(raw.commit({ database: DATABASE, writes: [setWrite("c/d")] }, once(3_000))),
      codeOf(raw.getDocument({ name: `${ROOT}/c/d` }, once(3_000))),
    ];
    await sleep(100);
    const started = performance.now();
    await server.close();
    expect(performance.now() - started).toBeLessThan(2_500);
    stop();
    expect(await Promise.all(pending)).not.toContain("ok");
  });

  test("a dropped connection is UNAVAILABLE, writes nothing, and the next call gets through", async () => {
    const { db, raw, faults } = await start();
    faults.add({ match: "Commit", dropConnection: true, times: 1 });
    const commit = () => raw.commit({ database: DATABASE, writes: [setWrite("c/d")] }, once());
    expect(await codeOf(commit())).toBe(14);
    expect((await db.doc("c/d").get()).exists).toBe(false);
    expect(await codeOf(commit())).toBe("ok");
  });

  test("a dropped connection drops no other client's", async () => {
    const { db, faults, requests, server } = await start();
    await using other = connect(server.host);
    let snapshots = 0;
    const first = Promise.withResolvers<void>();
    const stop = other.db.doc("c/d").onSnapshot(() => {
      snapshots += 1;
      first.resolve();
    });
    await first.promise;
    faults.add({ match: "Commit", dropConnection: true, times: 1 });
    await db.doc("c/d").set({ n: 1 });
    await eventually(() => expect(snapshots).toBe(2));
    expect(requests.list().filter(({ method }) => method === "Listen")).toHaveLength(1);
    stop();
  });

  test("a code ends a listener's stream, and the SDK listens again", async () => {
    const { db, raw, faults } = await start();
    faults.add({ match: "Listen", code: 7, times: 2 });
    const addTarget = { targetId: 1, documents: { documents: [`${ROOT}/c/d`] } };
    const refused = errorOf(raw.listen(), { database: DATABASE, addTarget });
    await expect(refused).rejects.toThrow(/^7 PERMISSION_DENIED/);

    const snapshot = Promise.withResolvers<boolean>();
    const stop = db.doc("c/d").onSnapshot(({ exists }) => snapshot.resolve(exists));
    expect(await snapshot.promise).toBe(false);
    stop();
  });

  test("a listener comes back after a dropped connection and sees just what changed meanwhile", async () => {
    const { db, faults, server } = await start();
    const seen: string[] = [];
    const stop = db.collection("c").onSnapshot((snapshot) => {
      seen.push(
        snapshot
          .docChanges()
          .map(({ type, doc }) => `${type} ${doc.id}`)
          .join(),
      );
    });
    await using writer = connect(server.host);
    await eventually(() => expect(seen).toEqual([""]));
    await writer.db.batch().set(writer.db.doc("c/a"), {}).set(writer.db.doc("c/b"), {}).commit();
    await eventually(() => expect(seen).toHaveLength(2));
    // A read on the listener's own connection takes it down; meanwhile things change.
    faults.add({ match: "BatchGetDocuments", dropConnection: true, times: 1 });
    faults.add({ match: "Listen", delayMs: 800, times: 1 });
    await db.doc("c/a").get();
    await writer.db.doc("c/c").set({});
    await writer.db.doc("c/a").delete();
    await eventually(() => expect(seen).toEqual(["", "added a,added b", "removed a,added c"]));
    stop();
  });
});

describe("transactions are optimistic", () => {
  const begin = async (raw: Awaited<ReturnType<typeof start>>["raw"], options = {}) => {
    const [{ transaction }] = await raw.beginTransaction({ database: DATABASE, options }, once());
    return Buffer.from(transaction ?? "");
  };

  test("a document that changed after it was read aborts the commit", async () => {
    const { db, raw } = await start();
    await db.doc("c/d").set({ n: 1 });
    const transaction = await begin(raw);
    await raw.getDocument({ name: `${ROOT}/c/d`, transaction }, once());
    await db.doc("c/d").set({ n: 2 });
    const commit = { database: DATABASE, transaction, writes: [setWrite("c/d")] };
    expect(await codeOf(raw.commit(commit, once()))).toBe(10);
    expect((await db.doc("c/d").get()).data()).toEqual({ n: 2 });
  });

  test("a missing document that was created after it was read aborts the commit", async () => {
    const { db, raw } = await start();
    const transaction = await begin(raw);
    expect(await codeOf(raw.getDocument({ name: `${ROOT}/c/d`, transaction }, once()))).toBe(5);
    await db.doc("c/d").set({ n: 2 });
    const commit = { database: DATABASE, transaction, writes: [setWrite("c/other")] };
    expect(await codeOf(raw.commit(commit, once()))).toBe(10);
    expect((await db.doc("c/other").get()).exists).toBe(false);
  });

  test("other documents and ones that were not read do not matter", async () => {
    const { db, raw } = await start();
    const transaction = await begin(raw);
    await codeOf(raw.getDocument({ name: `${ROOT}/c/d`, transaction }, once()));
    await db.doc("c/other").set({});
    const commit = { database: DATABASE, transaction, writes: [setWrite("c/other")] };
    expect(await codeOf(raw.commit(commit, once()))).toBe("ok");
  });

  test.each([
    ["joins", "in", { n: 1 }],
    ["changes in", "there", { n: 1, m: 1 }],
    ["leaves", "there", { n: 5 }],
  ])("a document that %s a query's result aborts the commit", async (_, id, data) => {
    const { db } = await start();
    await db.doc("c/there").set({ n: 1 });
    const transaction = db.runTransaction(
      async (tx) => {
        await tx.get(db.collection("c").where("n", "==", 1));
        await db.doc(`c/${id}`).set(data);
        tx.set(db.doc("c/result"), {});
      },
      { maxAttempts: 1 },
    );
    expect(await codeOf(transaction)).toBe(10);
    expect((await db.doc("c/result").get()).exists).toBe(false);
  });

  test("a document outside of a query's result does not matter", async () => {
    const { db } = await start();
    let runs = 0;
    await db.runTransaction(async (tx) => {
      runs += 1;
      await tx.get(db.collection("c").where("n", "==", 1));
      await db.doc("c/x").set({ n: 2 });
      tx.set(db.doc("c/result"), { runs });
    });
    expect(runs).toBe(1);
  });

  test("all reads see the moment of the first", async () => {
    const { db } = await start();
    await db.doc("c/a").set({ n: 1 });
    await db.doc("c/b").set({ n: 1 });
    const seen: unknown[] = [];
    const transaction = db.runTransaction(
      async (tx) => {
        seen.push((await tx.get(db.doc("c/a"))).get("n"));
        await db.doc("c/b").set({ n: 2 });
        seen.push((await tx.get(db.doc("c/b"))).get("n"));
        tx.set(db.doc("c/result"), {});
      },
      { maxAttempts: 1 },
    );
    expect(await codeOf(transaction)).toBe(10);
    expect(seen).toEqual([1, 1]);
  });

  test("an id is good for one commit, and for the database it began in", async () => {
    const { raw } = await start();
    const transaction = await begin(raw);
    const other = `projects/test/databases/other`;
    expect(await codeOf(raw.commit({ database: other, transaction }, once()))).toBe(3);
    expect(await codeOf(raw.commit({ database: DATABASE, transaction }, once()))).toBe("ok");
    expect(await codeOf(raw.commit({ database: DATABASE, transaction }, once()))).toBe(3);
  });

  test("a rollback ends it, and may be repeated", async () => {
    const { raw } = await start();
    const ended = { database: DATABASE, transaction: await begin(raw) };
    expect(await codeOf(raw.rollback(ended, once()))).toBe("ok");
    expect(await codeOf(raw.rollback(ended, once()))).toBe("ok");
    expect(await codeOf(raw.commit(ended, once()))).toBe(3);
  });

  test("a read-only one cannot write", async () => {
    const { raw } = await start();
    const transaction = await begin(raw, { readOnly: {} });
    const commit = { database: DATABASE, transaction, writes: [setWrite("c/d")] };
    expect(await codeOf(raw.commit(commit, once()))).toBe(3);
  });
});

describe("the service", () => {
  test("keeps projects and databases apart", async () => {
    const { db, server } = await start();
    await using other = connect(server.host, "other");
    await db.doc("c/d").set({ n: 1 });
    await other.db.doc("c/d").set({ n: 2 });
    expect((await db.doc("c/d").get()).data()).toEqual({ n: 1 });
    expect((await other.db.doc("c/d").get()).data()).toEqual({ n: 2 });
    expect((await db.collectionGroup("c").get()).size).toBe(1);
  });

  test("logs each call with its document or place", async () => {
    const { db, requests } = await start();
    await db.doc("c/d").set({});
    await codeOf(db.doc("c/none").update({ a: 1 }));
    await db.batch().set(db.doc("c/a"), {}).set(db.doc("c/b"), {}).commit();
    await db.collection("c").get();
    await db.collection("c").listDocuments();
    expect(requests.list()).toEqual([
      { method: "Commit", path: `${ROOT}/c/d`, status: 0, api: "firestore" },
      { method: "Commit", path: `${ROOT}/c/none`, status: 5, api: "firestore" },
      { method: "Commit", path: DATABASE, status: 0, api: "firestore" },
      { method: "RunQuery", path: ROOT, status: 0, api: "firestore" },
      { method: "ListDocuments", path: `${ROOT}/c`, status: 0, api: "firestore" },
    ]);
  });

  test("answers UNIMPLEMENTED, with a name, to what it does not do", async () => {
    const { db, requests } = await start();
    await expect(db.pipeline().collection("c").execute()).rejects.toThrow(
      /^12 UNIMPLEMENTED: .*ExecutePipeline/,
    );
    expect(requests.list()[0]).toMatchObject({ method: "ExecutePipeline", status: 12 });
    await expect(db.collection("c").explain({ analyze: true })).rejects.toThrow(/^12 .*explain/);
  });

  test("a stream that is not implemented says so too", async () => {
    const { raw } = await start();
    await expect(errorOf(raw.write(), { database: DATABASE })).rejects.toThrow(
      /^12 UNIMPLEMENTED: The local Firestore does not implement Write\. .*web and mobile SDKs: write with the Admin SDK, or/,
    );
  });

  test("refuses a request over 11 MiB as Google does", async () => {
    const { raw } = await start();
    const stringValue = "x".repeat(1_000_000);
    const writes = Array.from({ length: 12 }, (_, i) => ({
      update: { name: `${ROOT}/c/${i}`, fields: { a: { stringValue } } },
    }));
    expect(await codeOf(raw.commit({ database: DATABASE, writes }, once()))).toBe(3);
    const fewer = { database: DATABASE, writes: writes.slice(0, 10) };
    expect(await codeOf(raw.commit(fewer, once()))).toBe("ok");
  });

  test("refuses a batch write that names a document twice", async () => {
    const { db, raw } = await start();
    const writes = [setWrite("c/d"), setWrite("c/d")];
    expect(await codeOf(raw.batchWrite({ database: DATABASE, writes }, once()))).toBe(3);
    expect((await db.doc("c/d").get()).exists).toBe(false);
  });

  test("creates, updates, reads and deletes single documents", async () => {
    const { raw } = await start();
    const request = { parent: ROOT, collectionId: "c", documentId: "d", document: {} };
    const [created] = await raw.createDocument(request, once());
    expect(created.name).toBe(`${ROOT}/c/d`);
    expect(await codeOf(raw.createDocument(request, once()))).toBe(6);
    const document = { name: `${ROOT}/c/d`, fields: { a: { stringValue: "x" } } };
    const updateMask = { fieldPaths: ["a"] };
    await raw.updateDocument({ document, updateMask }, once());
    const [read] = await raw.getDocument({ name: document.name }, once());
    expect(read.fields?.a?.stringValue).toBe("x");
    await raw.deleteDocument({ name: document.name }, once());
    expect(await codeOf(raw.getDocument({ name: document.name }, once()))).toBe(5);
  });

  test("pages through documents", async () => {
    const { db, raw } = await start();
    for (const id of ["a", "b", "c", "d", "e"]) await db.doc(`c/${id}`).set({});
    const pages: (string | null | undefined)[][] = [];
    let pageToken = "";
    do {
      const request = { parent: ROOT, collectionId: "c", pageSize: 2, pageToken };
      const [documents, , { nextPageToken }] = await raw.listDocuments(request, {
        autoPaginate: false,
      });
      pages.push(documents.map(({ name }) => name?.slice(-1)));
      pageToken = nextPageToken ?? "";
    } while (pageToken);
    expect(pages).toEqual([["a", "b"], ["c", "d"], ["e"]]);
  });

  // Measured on Google's emulator with the generated client; the Admin SDK has no such calls.
  test.each([
    [{ integerValue: 3 }, { maximum: { integerValue: 5 } }, { integerValue: "5" }],
    [{ integerValue: 3 }, { maximum: { doubleValue: 3 } }, { integerValue: "3" }],
    [{ doubleValue: 3 }, { maximum: { integerValue: 3 } }, { doubleValue: 3 }],
    [{ stringValue: "x" }, { maximum: { integerValue: 1 } }, { integerValue: "1" }],
    [{ doubleValue: Number.NaN }, { maximum: { integerValue: 1 } }, { doubleValue: Number.NaN }],
    [{ integerValue: 3 }, { minimum: { integerValue: 1 } }, { integerValue: "1" }],
    [{ integerValue: 3 }, { minimum: { doubleValue: Number.NaN } }, { doubleValue: Number.NaN }],
  ])("of %o, %o makes %o", async (before, transform, after) => {
    const { raw } = await start();
    const name = `${ROOT}/c/d`;
    const updateTransforms = [{ fieldPath: "v", ...transform }];
    const writes = [
      { update: { name, fields: { v: before } } },
      { update: { name }, updateMask: { fieldPaths: [] }, updateTransforms },
    ];
    await raw.commit({ database: DATABASE, writes }, once());
    const [{ fields }] = await raw.getDocument({ name }, once());
    expect(fields?.v).toMatchObject(after);
  });

  test("splits a collection group into partitions that together hold everything", async () => {
    const { db } = await start();
    const batch = db.batch();
    for (let i = 0; i < 60; i++) batch.set(db.doc(`p/${i % 5}/g/${i}`), { i });
    await batch.commit();
    const sizes: number[] = [];
    let sum = 0;
    for await (const partition of db.collectionGroup("g").getPartitions(4)) {
      const { docs } = await partition.toQuery().get();
      sizes.push(docs.length);
      for (const doc of docs) sum += doc.get("i");
    }
    expect(sizes).toEqual([15, 15, 15, 15]);
    expect(sum).toBe((59 * 60) / 2);
  });
});

test("reset empties all databases, tells listeners and ends transactions", async () => {
  const { db, raw, server } = await start();
  await using other = connect(server.host, "other");
  await db.doc("c/d/x/y").set({});
  await other.db.doc("c/d").set({});
  const [{ transaction }] = await raw.beginTransaction({ database: DATABASE }, once());
  const sizes: number[] = [];
  const stop = db.collectionGroup("x").onSnapshot(({ size }) => sizes.push(size));
  await eventually(() => expect(sizes).toEqual([1]));

  await server.reset();
  expect(await db.listCollections()).toEqual([]);
  expect((await other.db.doc("c/d").get()).exists).toBe(false);
  await eventually(() => expect(sizes).toEqual([1, 0]));
  const commit = { database: DATABASE, transaction: Buffer.from(transaction ?? "") };
  expect(await codeOf(raw.commit(commit, once()))).toBe(3);
  stop();

  await db.doc("c/new").set({});
  expect((await db.collection("c").get()).size).toBe(1);
});

test("a taken port is an error", async () => {
  const { server } = await start();
  const port = Number(server.host.split(":")[1]);
  await expect(startLocalFirestore({ port })).rejects.toThrow("EADDRINUSE");
});
