import { setTimeout as sleep } from "node:timers/promises";
import { FieldValue, Timestamp } from "firebase-admin/firestore";
import { describe, expect, test } from "vitest";
import {
  ALREADY_EXISTS,
  codeOf,
  collectionWith,
  dataOf,
  documentWith,
  FAILED_PRECONDITION,
  INVALID_ARGUMENT,
  NOT_FOUND,
  type Suite,
} from "./setup.ts";

export const transactions: Suite = (db) => {
  describe("a transaction", () => {
    test("reads, writes and returns", async () => {
      const doc = await documentWith(db(), { n: 1 });
      const result = await db().runTransaction(async (tx) => {
        const n: number = (await tx.get(doc)).get("n");
        tx.update(doc, { n: n + 1 });
        return n;
      });
      expect(result).toBe(1);
      expect(await dataOf(doc)).toEqual({ n: 2 });
    });

    test("makes all its writes at one time", async () => {
      const c = await collectionWith(db(), { gone: {} });
      await db().runTransaction(async (tx) => {
        await tx.get(c.doc("a"));
        tx.create(c.doc("a"), { v: 1 }).set(c.doc("b"), { v: 2 }).delete(c.doc("gone"));
      });
      const [a, b] = await db().getAll(c.doc("a"), c.doc("b"));
      expect(a?.updateTime).toEqual(b?.updateTime);
      expect((await c.get()).size).toBe(2);
    });

    test("without reads only writes", async () => {
      const c = await collectionWith(db());
      await db().runTransaction(async (tx) => {
        tx.set(c.doc("a"), { v: 1 });
      });
      expect(await dataOf(c.doc("a"))).toEqual({ v: 1 });
    });

    test("without writes only reads", async () => {
      const doc = await documentWith(db(), { n: 1 });
      expect(await db().runTransaction(async (tx) => (await tx.get(doc)).data())).toEqual({ n: 1 });
    });

    test("that throws writes nothing and is not run again", async () => {
      const doc = await documentWith(db(), { n: 1 });
      let runs = 0;
      const failed = db().runTransaction(async (tx) => {
        runs += 1;
        await tx.get(doc);
        tx.update(doc, { n: 2 });
        throw new Error("stop");
      });
      await expect(failed).rejects.toThrow("stop");
      expect(runs).toBe(1);
      expect(await dataOf(doc)).toEqual({ n: 1 });
    });

    test("with one bad write writes nothing", async () => {
      const c = await collectionWith(db(), { a: { n: 1 } });
      const run = (write: "create" | "update") =>
        codeOf(
          db().runTransaction(async (tx) => {
            await tx.get(c.doc("a"));
            tx.set(c.doc("b"), { n: 1 });
            if (write === "create") tx.create(c.doc("a"), { n: 2 });
            else tx.update(c.doc("none"), { n: 2 });
          }),
        );
      expect(await run("create")).toBe(ALREADY_EXISTS);
      expect(await run("update")).toBe(NOT_FOUND);
      expect((await c.doc("b").get()).exists).toBe(false);
    });

    test("reads queries, aggregations and several documents", async () => {
      const c = await collectionWith(db(), { a: { n: 1 }, b: { n: 2 } });
      const result = await db().runTransaction(async (tx) => {
        const found = await tx.get(c.where("n", ">", 1));
        const counted = await tx.get(c.count());
        const all = await tx.getAll(c.doc("a"), c.doc("none"));
        tx.set(c.doc("sum"), { size: found.size });
        return [found.size, counted.data().count, all.map(({ exists }) => exists)];
      });
      expect(result).toEqual([1, 2, [true, false]]);
      expect(await dataOf(c.doc("sum"))).toEqual({ size: 1 });
    });
  });

  // At the same time, because each waits for the SDK to run a transaction again after a second.
  describe.concurrent("under contention", () => {
    test("no increment is lost", async () => {
      const doc = await documentWith(db(), { n: 0 });
      await Promise.all(
        Array.from({ length: 8 }, () =>
          db().runTransaction(
            async (tx) => {
              const n: number = (await tx.get(doc)).get("n");
              tx.update(doc, { n: n + 1 });
            },
            { maxAttempts: 20 },
          ),
        ),
      );
      expect(await dataOf(doc)).toEqual({ n: 8 });
    });

    test("a write from outside between read and commit is not lost", async () => {
      const doc = await documentWith(db(), { n: 0 });
      let outside: Promise<unknown> | undefined;
      await db().runTransaction(async (tx) => {
        const n: number = (await tx.get(doc)).get("n");
        outside ??= doc.update({ n: FieldValue.increment(10) });
        await sleep(100);
        tx.update(doc, { n: n + 1 });
      });
      await outside;
      expect(await dataOf(doc)).toEqual({ n: 11 });
    });

    test("only one takes a name that was free", async () => {
      const c = await collectionWith(db());
      const take = (owner: number) =>
        db().runTransaction(async (tx) => {
          if ((await tx.get(c.doc("name"))).exists) return false;
          tx.set(c.doc("name"), { owner });
          return true;
        });
      const taken = await Promise.all([take(1), take(2), take(3)]);
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect(await dataOf(c.doc("name"))).toEqual({ owner: taken.indexOf(true) + 1 });
    });

    test("only one adds to what a query found empty", async () => {
      const c = await collectionWith(db());
      const add = (owner: number) =>
        db().runTransaction(async (tx) => {
          if (!(await tx.get(c.where("kind", "==", "lead"))).empty) return false;
          tx.create(c.doc(), { kind: "lead", owner });
          return true;
        });
      const added = await Promise.all([add(1), add(2), add(3)]);
      expect(added.filter(Boolean)).toHaveLength(1);
      expect((await c.get()).size).toBe(1);
    });

    test("money moved both ways is neither made nor lost", async () => {
      const c = await collectionWith(db(), { a: { n: 100 }, b: { n: 100 } });
      const move = (from: string, to: string, amount: number) =>
        db().runTransaction(
          async (tx) => {
            const [x, y] = await tx.getAll(c.doc(from), c.doc(to));
            tx.update(c.doc(from), { n: x?.get("n") - amount });
            tx.update(c.doc(to), { n: y?.get("n") + amount });
          },
          { maxAttempts: 20 },
        );
      await Promise.all([move("a", "b", 10), move("b", "a", 5), move("a", "b", 1)]);
      expect(await dataOf(c.doc("a"))).toEqual({ n: 94 });
      expect(await dataOf(c.doc("b"))).toEqual({ n: 106 });
    });
  });

  describe("a read-only transaction", () => {
    test("sees one moment, whatever is written meanwhile", async () => {
      const c = await collectionWith(db(), { a: { n: 1 }, b: { n: 1 } });
      const seen = await db().runTransaction(
        async (tx) => {
          const a = await tx.get(c.doc("a"));
          await c.doc("b").update({ n: 2 });
          await c.doc("new").set({ n: 1 });
          const b = await tx.get(c.doc("b"));
          const found = await tx.get(c.where("n", "==", 1));
          return [a.get("n"), b.get("n"), found.size];
        },
        { readOnly: true },
      );
      expect(seen).toEqual([1, 1, 2]);
    });

    test("reads the past", async () => {
      const doc = await documentWith(db(), { n: 1 });
      const { updateTime: readTime } = await doc.get();
      if (!readTime) throw new Error("no update time");
      await doc.update({ n: 2 });
      await doc.parent.doc("new").set({ n: 3 });
      const seen = await db().runTransaction(
        async (tx) => [(await tx.get(doc)).get("n"), (await tx.get(doc.parent)).size],
        { readOnly: true, readTime },
      );
      expect(seen).toEqual([1, 1]);
    });

    test("reads neither the future nor a past that is gone", async () => {
      const doc = await documentWith(db(), { n: 1 });
      const at = (seconds: number) =>
        db().runTransaction((tx) => tx.get(doc), {
          readOnly: true,
          readTime: new Timestamp(seconds, 0),
        });
      expect(await codeOf(at(4_000_000_000))).toBe(INVALID_ARGUMENT);
      expect(await codeOf(at(1_000_000_000))).toBe(FAILED_PRECONDITION);
    });

    test("cannot write", async () => {
      const doc = await documentWith(db(), { n: 1 });
      const write = db().runTransaction(async (tx) => void tx.update(doc, { n: 2 }), {
        readOnly: true,
      });
      expect(await codeOf(write)).toBe("client");
    });
  });
};
