import { FieldPath, FieldValue, Timestamp } from "firebase-admin/firestore";
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

export const documents: Suite = (db) => {
  describe("set", () => {
    test("replaces the whole document", async () => {
      const doc = await documentWith(db(), { a: 1, b: { c: 2 } });
      await doc.set({ b: { d: 3 } });
      expect(await dataOf(doc)).toEqual({ b: { d: 3 } });
    });

    test("keeps the create time and moves the update time", async () => {
      const doc = await documentWith(db(), { a: 1 });
      const before = await doc.get();
      const { writeTime } = await doc.set({ a: 2 });
      const after = await doc.get();
      expect(after.createTime).toEqual(before.createTime);
      expect(after.updateTime).toEqual(writeTime);
      expect(writeTime.valueOf() > (before.updateTime?.valueOf() ?? "")).toBe(true);
    });

    test("that changes nothing keeps the update time", async () => {
      const doc = await documentWith(db(), { a: Number.NaN, b: [1, { c: "x" }] });
      const before = await doc.get();
      const { writeTime } = await doc.set({ b: [1, { c: "x" }], a: Number.NaN });
      expect(writeTime).toEqual(before.updateTime);
      expect((await doc.get()).updateTime).toEqual(before.updateTime);
    });

    test.each([
      [0, -0],
      [1, "1"],
      [
        [1, 2],
        [2, 1],
      ],
      [{ a: 1 }, { a: 1, b: null }],
    ])("of %o to %o is a change", async (before, after) => {
      const doc = await documentWith(db(), { v: before });
      const { updateTime } = await doc.get();
      const { writeTime } = await doc.set({ v: after });
      expect(writeTime).not.toEqual(updateTime);
      expect((await dataOf(doc))?.v).toStrictEqual(after);
    });

    test("writes an empty document", async () => {
      const doc = await documentWith(db(), {});
      expect((await doc.get()).exists).toBe(true);
      expect(await dataOf(doc)).toEqual({});
    });

    test("of an empty map clears the document", async () => {
      const doc = await documentWith(db(), { a: 1 });
      await doc.set({});
      expect(await dataOf(doc)).toEqual({});
    });
  });

  describe("set with merge", () => {
    test("creates a missing document", async () => {
      const doc = (await collectionWith(db())).doc("new");
      await doc.set({ a: { b: 1 } }, { merge: true });
      expect(await dataOf(doc)).toEqual({ a: { b: 1 } });
    });

    test("merges maps deeply and replaces arrays", async () => {
      const doc = await documentWith(db(), { m: { a: 1, n: { x: 1 } }, l: [1, 2] });
      await doc.set({ m: { b: 2, n: { y: 2 } }, l: [3] }, { merge: true });
      expect(await dataOf(doc)).toEqual({ m: { a: 1, b: 2, n: { x: 1, y: 2 } }, l: [3] });
    });

    test("deletes fields, nested ones too", async () => {
      const doc = await documentWith(db(), { a: 1, m: { b: 2, c: 3 } });
      const remove = FieldValue.delete();
      await doc.set({ a: remove, m: { b: remove } }, { merge: true });
      expect(await dataOf(doc)).toEqual({ m: { c: 3 } });
    });

    test("of an empty map replaces a map", async () => {
      const doc = await documentWith(db(), { m: { a: 1 }, n: 1 });
      await doc.set({ m: {} }, { merge: true });
      expect(await dataOf(doc)).toEqual({ m: {}, n: 1 });
    });

    test("writes the named fields only", async () => {
      const doc = await documentWith(db(), { a: 1, b: 1, m: { x: 1, y: 1 } });
      await doc.set({ a: 2, b: 2, m: { x: 2, y: 2 } }, { mergeFields: ["a", "m.x"] });
      expect(await dataOf(doc)).toEqual({ a: 2, b: 1, m: { x: 2, y: 1 } });
    });

    test("turns a scalar on the way into a map", async () => {
      const doc = await documentWith(db(), { m: 5 });
      await doc.set({ m: { a: 1 } }, { merge: true });
      expect(await dataOf(doc)).toEqual({ m: { a: 1 } });
    });
  });

  describe("update", () => {
    test("changes a nested field by its path", async () => {
      const doc = await documentWith(db(), { m: { a: 1, b: 2 } });
      await doc.update({ "m.a": 9 });
      expect(await dataOf(doc)).toEqual({ m: { a: 9, b: 2 } });
    });

    test("replaces a whole map by its name", async () => {
      const doc = await documentWith(db(), { m: { a: 1, b: 2 } });
      await doc.update({ m: { c: 3 } });
      expect(await dataOf(doc)).toEqual({ m: { c: 3 } });
    });

    test("creates the maps on the way", async () => {
      const doc = await documentWith(db(), { a: 1 });
      await doc.update({ "x.y.z": 1 });
      expect(await dataOf(doc)).toEqual({ a: 1, x: { y: { z: 1 } } });
    });

    test("deletes a nested field and leaves the empty map", async () => {
      const doc = await documentWith(db(), { m: { a: 1 } });
      await doc.update({ "m.a": FieldValue.delete() });
      expect(await dataOf(doc)).toEqual({ m: {} });
    });

    test("of a field that is not there deletes nothing", async () => {
      const doc = await documentWith(db(), { a: 1 });
      await doc.update({ "m.x": FieldValue.delete() });
      expect(await dataOf(doc)).toEqual({ a: 1 });
    });

    test.each(["a.b", "a`b", "a\\b", "1", "with space", "~*/[]", "é😀", "a-b"])(
      "finds the field named %s",
      async (key) => {
        const doc = await documentWith(db(), { [key]: 1, other: 1 });
        await doc.update(new FieldPath(key), 2);
        expect(await dataOf(doc)).toEqual({ [key]: 2, other: 1 });
        await doc.update(new FieldPath("m", key), 3);
        expect((await doc.get()).get(new FieldPath("m", key))).toBe(3);
        await doc.update(new FieldPath(key), FieldValue.delete());
        expect(await dataOf(doc)).toEqual({ m: { [key]: 3 }, other: 1 });
      },
    );

    test("of a missing document is NOT_FOUND and creates nothing", async () => {
      const doc = (await collectionWith(db())).doc("none");
      expect(await codeOf(doc.update({ a: 1 }))).toBe(NOT_FOUND);
      expect((await doc.get()).exists).toBe(false);
    });
  });

  describe("create, delete, add", () => {
    test("create of an existing document is ALREADY_EXISTS and changes nothing", async () => {
      const doc = await documentWith(db(), { a: 1 });
      expect(await codeOf(doc.create({ a: 2 }))).toBe(ALREADY_EXISTS);
      expect(await dataOf(doc)).toEqual({ a: 1 });
    });

    test("create after delete gets a new create time", async () => {
      const doc = await documentWith(db(), { a: 1 });
      const first = await doc.get();
      await doc.delete();
      await doc.create({ a: 1 });
      const second = await doc.get();
      expect(second.createTime).not.toEqual(first.createTime);
    });

    test("delete of a missing document succeeds", async () => {
      expect(await codeOf((await collectionWith(db())).doc("none").delete())).toBe("ok");
    });

    test("a deleted document does not exist", async () => {
      const doc = await documentWith(db(), { a: 1 });
      await doc.delete();
      const snapshot = await doc.get();
      expect(snapshot.exists).toBe(false);
      expect(snapshot.readTime).toBeInstanceOf(Timestamp);
    });

    test("delete leaves the documents below", async () => {
      const doc = await documentWith(db(), { a: 1 });
      await doc.collection("below").doc("x").set({ b: 1 });
      await doc.delete();
      expect(await dataOf(doc.collection("below").doc("x"))).toEqual({ b: 1 });
    });

    test("add makes an id", async () => {
      const added = await (await collectionWith(db())).add({ a: 1 });
      expect(added.id).toHaveLength(20);
      expect(await dataOf(added)).toEqual({ a: 1 });
    });
  });

  describe("getAll", () => {
    test("answers in the order asked, duplicates and missing ones too", async () => {
      const c = await collectionWith(db(), { a: { n: 1 }, b: { n: 2 } });
      const found = await db().getAll(c.doc("b"), c.doc("none"), c.doc("a"), c.doc("b"));
      expect(found.map(({ id, exists }) => `${id} ${exists}`)).toEqual([
        "b true",
        "none false",
        "a true",
        "b true",
      ]);
    });

    test("reads only the fields of its mask", async () => {
      const doc = await documentWith(db(), { a: 1, m: { x: 1, y: 2 }, b: 3 });
      const [snapshot] = await db().getAll(doc, { fieldMask: ["a", "m.y", "none"] });
      expect(snapshot?.data()).toEqual({ a: 1, m: { y: 2 } });
    });

    test("sees all documents at one time", async () => {
      const c = await collectionWith(db(), { a: {}, b: {} });
      const [a, b] = await db().getAll(c.doc("a"), c.doc("b"));
      expect(a?.readTime).toEqual(b?.readTime);
    });
  });

  describe("preconditions", () => {
    test("an update time that matches lets the write through", async () => {
      const doc = await documentWith(db(), { a: 1 });
      const { updateTime } = await doc.get();
      if (!updateTime) throw new Error("no update time");
      await doc.update({ a: 2 }, { lastUpdateTime: updateTime });
      expect(await dataOf(doc)).toEqual({ a: 2 });
    });

    test("an outdated update time is FAILED_PRECONDITION", async () => {
      const doc = await documentWith(db(), { a: 1 });
      const { updateTime } = await doc.get();
      if (!updateTime) throw new Error("no update time");
      await doc.update({ a: 2 });
      const precondition = { lastUpdateTime: updateTime };
      expect(await codeOf(doc.update({ a: 3 }, precondition))).toBe(FAILED_PRECONDITION);
      expect(await codeOf(doc.delete(precondition))).toBe(FAILED_PRECONDITION);
      expect(await dataOf(doc)).toEqual({ a: 2 });
    });

    test("an update time in the future is INVALID_ARGUMENT", async () => {
      const doc = await documentWith(db(), { a: 1 });
      const lastUpdateTime = Timestamp.fromMillis(Date.now() + 60_000);
      expect(await codeOf(doc.update({ a: 3 }, { lastUpdateTime }))).toBe(INVALID_ARGUMENT);
    });

    test("an update time for a missing document is FAILED_PRECONDITION", async () => {
      const doc = (await collectionWith(db())).doc("none");
      const lastUpdateTime = Timestamp.now();
      expect(await codeOf(doc.delete({ lastUpdateTime }))).toBe(FAILED_PRECONDITION);
      expect(await codeOf(doc.update({ a: 1 }, { lastUpdateTime }))).toBe(FAILED_PRECONDITION);
    });

    test("delete with exists is NOT_FOUND for a missing document", async () => {
      const c = await collectionWith(db(), { a: {} });
      expect(await codeOf(c.doc("none").delete({ exists: true }))).toBe(NOT_FOUND);
      expect(await codeOf(c.doc("a").delete({ exists: true }))).toBe("ok");
    });

    test("delete that wants no document is ALREADY_EXISTS for an existing one", async () => {
      const c = await collectionWith(db(), { a: {} });
      expect(await codeOf(c.doc("a").delete({ exists: false }))).toBe(ALREADY_EXISTS);
      expect(await codeOf(c.doc("none").delete({ exists: false }))).toBe("ok");
    });
  });
};
