import { FieldValue, Timestamp } from "firebase-admin/firestore";
import { describe, expect, test } from "vitest";
import { codeOf, collectionWith, dataOf, documentWith, NOT_FOUND, type Suite } from "./setup.ts";

const { arrayRemove, arrayUnion, increment, serverTimestamp } = FieldValue;
const MAX = 9_223_372_036_854_775_807n;

export const transforms: Suite = (db) => {
  async function after(before: unknown, transform: FieldValue): Promise<unknown> {
    const doc = await documentWith(db(), before === undefined ? {} : { v: before });
    await doc.update({ v: transform });
    return (await dataOf(doc))?.v;
  }

  describe("increment", () => {
    test.each<[string, unknown, number, number]>([
      ["a number", 5, 2, 7],
      ["by a negative number", 5, -7, -2],
      ["an integer by a fraction", 1, 1.5, 2.5],
      ["a missing field", undefined, 3, 3],
      ["a string", "x", 3, 3],
      ["null", null, 3, 3],
      ["NaN", Number.NaN, 1, Number.NaN],
    ])("%s", async (_, before, by, expected) => {
      expect(await after(before, increment(by))).toBe(expected);
    });

    test("stops at the largest integer", async () => {
      const doc = await documentWith(db(), { v: MAX });
      await doc.update({ v: increment(1) });
      expect((await doc.parent.where("v", "==", MAX).get()).size).toBe(1);
    });
  });

  describe("arrays", () => {
    test.each<[string, unknown, FieldValue, unknown]>([
      ["union adds what is missing, once", [1, 2], arrayUnion(2, 3, 3), [1, 2, 3]],
      ["union takes 1 and 1.0 as equal", [1], arrayUnion(1.0), [1]],
      [
        "union compares maps deeply",
        [{ a: [1] }],
        arrayUnion({ a: [1] }, { a: [2] }),
        [{ a: [1] }, { a: [2] }],
      ],
      ["union of a missing field", undefined, arrayUnion(1), [1]],
      ["union of a string", "x", arrayUnion(1), [1]],
      ["union keeps duplicates that are there", [1, 1], arrayUnion(2), [1, 1, 2]],
      [
        "union knows null and NaN",
        [null, Number.NaN],
        arrayUnion(null, Number.NaN),
        [null, Number.NaN],
      ],
      ["remove takes out every occurrence", [1, 2, 1, 3], arrayRemove(1, 3), [2]],
      ["remove of a missing field", undefined, arrayRemove(1), []],
      ["remove of a string", "x", arrayRemove(1), []],
    ])("%s", async (_, before, transform, expected) => {
      expect(await after(before, transform)).toEqual(expected);
    });
  });

  describe("server timestamp", () => {
    test("is about now, to the millisecond, and not after the write", async () => {
      const doc = await documentWith(db(), {});
      const { writeTime } = await doc.update({ at: serverTimestamp() });
      const at: Timestamp = (await dataOf(doc))?.at;
      expect(at.nanoseconds % 1_000_000).toBe(0);
      expect(Math.abs(at.toMillis() - Date.now())).toBeLessThan(5_000);
      expect(at.valueOf() <= writeTime.valueOf()).toBe(true);
    });

    test("is the same in all fields of a batch", async () => {
      const c = await collectionWith(db());
      const batch = db().batch();
      batch.set(c.doc("a"), { x: serverTimestamp(), m: { y: serverTimestamp() } });
      batch.set(c.doc("b"), { x: serverTimestamp() });
      await batch.commit();
      const a = await dataOf(c.doc("a"));
      expect(a?.m.y).toEqual(a?.x);
      expect((await dataOf(c.doc("b")))?.x).toEqual(a?.x);
    });
  });

  test("set replaces the rest of the document", async () => {
    const doc = await documentWith(db(), { v: 1, other: 1 });
    await doc.set({ v: increment(1) });
    expect(await dataOf(doc)).toEqual({ v: 1 });
  });

  test("a merge keeps the rest of the document", async () => {
    const doc = await documentWith(db(), { m: { v: 1, w: 1 }, other: 1 });
    await doc.set({ m: { v: increment(1) } }, { merge: true });
    expect(await dataOf(doc)).toEqual({ m: { v: 2, w: 1 }, other: 1 });
  });

  test("fields with dots in their names are transformed", async () => {
    const doc = await documentWith(db(), { "a.b": 1 });
    await doc.set({ "a.b": increment(1) }, { merge: true });
    expect(await dataOf(doc)).toEqual({ "a.b": 2 });
  });

  test("several kinds and plain fields go together", async () => {
    const doc = await documentWith(db(), { n: 1, l: [1], plain: 0 });
    await doc.update({ n: increment(1), l: arrayUnion(2), plain: 1, "m.t": serverTimestamp() });
    expect(await dataOf(doc)).toEqual({
      n: 2,
      l: [1, 2],
      plain: 1,
      m: { t: expect.any(Timestamp) },
    });
  });

  test("an update of a missing document is NOT_FOUND", async () => {
    const doc = (await collectionWith(db())).doc("none");
    expect(await codeOf(doc.update({ v: increment(1) }))).toBe(NOT_FOUND);
  });

  test("parallel increments all count", async () => {
    const doc = await documentWith(db(), { v: 0 });
    await Promise.all(Array.from({ length: 30 }, () => doc.update({ v: increment(1) })));
    expect(await dataOf(doc)).toEqual({ v: 30 });
  });
};
