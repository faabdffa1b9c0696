import {
  type DocumentReference,
  FieldValue,
  Timestamp,
  type WriteBatch,
} from "firebase-admin/firestore";
import { describe, expect, test } from "vitest";
import {
  ALREADY_EXISTS,
  codeOf,
  collectionWith,
  dataOf,
  documentWith,
  INVALID_ARGUMENT,
  NOT_FOUND,
  type Suite,
} from "./setup.ts";

export const batches: Suite = (db) => {
  describe("a batch", () => {
    test("writes all at one time and says when", async () => {
      const c = await collectionWith(db(), { b: { n: 1 }, gone: {} });
      const batch = db().batch();
      batch.create(c.doc("a"), { n: 1 }).update(c.doc("b"), { n: 2 }).delete(c.doc("gone"));
      const results = await batch.commit();
      const times = results.map(({ writeTime }) => writeTime.valueOf());
      expect(new Set(times).size).toBe(1);
      expect((await c.doc("a").get()).updateTime?.valueOf()).toBe(times[0]);
      expect((await c.get()).docs.map((doc) => doc.data())).toEqual([{ n: 1 }, { n: 2 }]);
    });

    test("with one bad write writes nothing", async () => {
      const c = await collectionWith(db(), { a: { n: 1 }, taken: { n: 2 } });
      const bad = (add: (batch: ReturnType<ReturnType<typeof db>["batch"]>) => unknown) => {
        const batch = db().batch();
        batch.set(c.doc("a"), { n: 9 }).set(c.doc("b"), { n: 9 });
        add(batch);
        return codeOf(batch.commit());
      };
      expect(await bad((batch) => batch.update(c.doc("none"), { n: 1 }))).toBe(NOT_FOUND);
      expect(await bad((batch) => batch.create(c.doc("taken"), { n: 1 }))).toBe(ALREADY_EXISTS);
      expect(await bad((batch) => batch.set(c.doc("__x__"), {}))).toBe(INVALID_ARGUMENT);
      expect((await c.get()).docs.map((doc) => doc.data())).toEqual([{ n: 1 }, { n: 2 }]);
    });

    test("applies writes to one document in turn", async () => {
      const doc = await documentWith(db(), { n: 1 });
      const batch = db().batch();
      batch
        .delete(doc)
        .create(doc, { n: 10 })
        .update(doc, { n: FieldValue.increment(5), m: 1 });
      await batch.commit();
      expect(await dataOf(doc)).toEqual({ n: 15, m: 1 });
    });

    test("whose writes contradict each other is INVALID_ARGUMENT", async () => {
      const c = await collectionWith(db(), { a: {} });
      const [a, b] = [c.doc("a"), c.doc("b")];
      const batch = () => db().batch();
      expect(await codeOf(batch().set(b, {}).create(b, {}).commit())).toBe(INVALID_ARGUMENT);
      expect(await codeOf(batch().create(b, {}).create(b, {}).commit())).toBe(INVALID_ARGUMENT);
      expect(await codeOf(batch().delete(a).update(a, { n: 1 }).commit())).toBe(INVALID_ARGUMENT);
      expect(await codeOf(batch().create(b, {}).update(b, { n: 1 }).commit())).toBe("ok");
    });

    /** One write to a document, which may depend on the version that is there. */
    const WRITES: Record<
      string,
      (batch: WriteBatch, doc: DocumentReference, version: Timestamp) => unknown
    > = {
      set: (batch, doc) => batch.set(doc, { s: 1 }),
      merge: (batch, doc) => batch.set(doc, { m: 1 }, { merge: true }),
      create: (batch, doc) => batch.create(doc, { c: 1 }),
      update: (batch, doc) => batch.update(doc, { u: 1 }),
      delete: (batch, doc) => batch.delete(doc),
      "delete existing": (batch, doc) => batch.delete(doc, { exists: true }),
      "delete missing": (batch, doc) => batch.delete(doc, { exists: false }),
      "update version": (batch, doc, version) =>
        batch.update(doc, { v: 1 }, { lastUpdateTime: version }),
      "delete version": (batch, doc, version) => batch.delete(doc, { lastUpdateTime: version }),
    };
    // The code for each of WRITES as the second one, in their order.
    test.each([
      ["set", "a document", "ok ok 3 ok ok ok 3 3 3"],
      ["merge", "a document", "ok ok 3 ok ok ok 3 3 3"],
      ["create", "a document", "6 6 3 6 6 6 3 3 3"],
      ["update", "a document", "ok ok 3 ok ok ok 3 3 3"],
      ["delete", "a document", "ok ok ok 3 ok 3 ok 3 3"],
      ["delete existing", "a document", "ok ok ok 3 ok 3 ok 3 3"],
      ["delete missing", "a document", "6 6 6 3 6 3 6 3 3"],
      ["update version", "a document", "ok ok 3 ok ok ok 3 ok ok"],
      ["delete version", "a document", "ok ok ok 3 ok 3 ok 3 ok"],
      ["set", "nothing", "ok ok 3 ok ok ok 3 3 3"],
      ["merge", "nothing", "ok ok 3 ok ok ok 3 3 3"],
      ["create", "nothing", "ok ok 3 ok ok ok 3 3 3"],
      ["update", "nothing", "5 5 3 5 5 5 3 3 3"],
      ["delete", "nothing", "ok ok ok 3 ok 3 ok 3 3"],
      ["delete existing", "nothing", "5 5 5 3 5 3 5 3 3"],
      ["delete missing", "nothing", "ok ok ok 3 ok 3 ok 3 3"],
      ["update version", "nothing", "9 9 3 9 9 9 3 9 9"],
      ["delete version", "nothing", "9 9 9 3 9 3 9 3 9"],
    ])("of %s and a second write to %s answers in turn %s", async (first, there, expected) => {
      const c = await collectionWith(db());
      const codes = Object.entries(WRITES).map(async ([name, second]) => {
        const doc = c.doc(name);
        const version =
          there === "nothing" ? Timestamp.fromMillis(1_000) : (await doc.set({})).writeTime;
        const batch = db().batch();
        WRITES[first]?.(batch, doc, version);
        second(batch, doc, version);
        return codeOf(batch.commit());
      });
      expect((await Promise.all(codes)).join(" ")).toBe(expected);
    });

    test("says first what is wrong whatever is stored", async () => {
      const c = await collectionWith(db());
      const batch = db().batch().update(c.doc("none"), { a: 1 }).set(c.doc("__x__"), {});
      expect(await codeOf(batch.commit())).toBe(INVALID_ARGUMENT);
    });

    test("of nothing succeeds", async () => {
      expect(await db().batch().commit()).toEqual([]);
    });

    test("of 500 writes succeeds", async () => {
      const documents = Array.from({ length: 500 }, (_, i) => [`d${i}`, { i }]);
      const c = await collectionWith(db(), Object.fromEntries(documents));
      expect((await c.count().get()).data().count).toBe(500);
    });
  });

  describe("the bulk writer", () => {
    test("writes each on its own and tells which failed", async () => {
      const c = await collectionWith(db(), { taken: { n: 1 } });
      const writer = db().bulkWriter();
      writer.onWriteError(() => false);
      const outcomes = Promise.allSettled([
        writer.create(c.doc("new"), { n: 1 }),
        writer.create(c.doc("taken"), { n: 2 }),
        writer.update(c.doc("none"), { n: 2 }),
        writer.set(c.doc("set"), { n: 3 }),
        writer.delete(c.doc("gone")),
      ]);
      await writer.close();
      expect((await outcomes).map((each) => ("reason" in each ? each.reason.code : "ok"))).toEqual([
        "ok",
        ALREADY_EXISTS,
        NOT_FOUND,
        "ok",
        "ok",
      ]);
      expect((await c.get()).docs.map(({ id }) => id)).toEqual(["new", "set", "taken"]);
      expect(await dataOf(c.doc("taken"))).toEqual({ n: 1 });
    });

    test("answers the time of each write", async () => {
      const c = await collectionWith(db());
      const writer = db().bulkWriter();
      const written = writer.set(c.doc("a"), { at: FieldValue.serverTimestamp() });
      await writer.close();
      expect((await c.doc("a").get()).updateTime).toEqual((await written).writeTime);
    });

    test("writes one document again and again", async () => {
      const doc = await documentWith(db(), { n: 0 });
      const writer = db().bulkWriter();
      for (let i = 0; i < 5; i++) void writer.update(doc, { n: FieldValue.increment(1) });
      await writer.close();
      expect(await dataOf(doc)).toEqual({ n: 5 });
    });

    test("writes many", async () => {
      const c = await collectionWith(db());
      const writer = db().bulkWriter();
      for (let i = 0; i < 150; i++) void writer.create(c.doc(`d${i}`), { i });
      await writer.close();
      expect((await c.count().get()).data().count).toBe(150);
    });
  });
};
