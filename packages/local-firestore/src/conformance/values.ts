import { FieldValue, GeoPoint, Timestamp } from "firebase-admin/firestore";
import { describe, expect, test } from "vitest";
import {
  codeOf,
  collectionWith,
  dataOf,
  documentWith,
  INVALID_ARGUMENT,
  type Suite,
} from "./setup.ts";

export const values: Suite = (db) => {
  describe("values come back as they were", () => {
    test.each<[string, unknown]>([
      ["null", null],
      ["true", true],
      ["zero", 0],
      ["minus zero", -0],
      ["NaN", Number.NaN],
      ["infinity", Number.POSITIVE_INFINITY],
      ["minus infinity", Number.NEGATIVE_INFINITY],
      ["a fraction", 0.1],
      ["the largest safe integer", Number.MAX_SAFE_INTEGER],
      ["the smallest double", Number.MIN_VALUE],
      ["an empty string", ""],
      ["a string with emoji, quotes and line breaks", 'é😀\u0000"\\\n\u2028'],
      ["a time with microseconds", new Timestamp(1_700_000_000, 123_456_000)],
      ["a time before 1970", new Timestamp(-5, 1_000)],
      ["a point", new GeoPoint(-90, 180)],
      ["an empty array", []],
      ["an empty map", {}],
      ["maps in arrays in maps", { a: [{ b: [1, null, { c: "x" }] }] }],
    ])("%s", async (_, v) => {
      const doc = await documentWith(db(), { v });
      expect((await dataOf(doc))?.v).toStrictEqual(v);
    });

    test("bytes", async () => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
      const doc = await documentWith(db(), { bytes, none: Buffer.alloc(0) });
      const data = await dataOf(doc);
      expect(bytes.equals(data?.bytes)).toBe(true);
      expect(data?.none).toHaveLength(0);
    });

    test("a reference", async () => {
      const doc = await documentWith(db(), { to: db().doc("some/where/else/deep") });
      expect((await dataOf(doc))?.to.path).toBe("some/where/else/deep");
    });

    test("a vector", async () => {
      const doc = await documentWith(db(), { v: FieldValue.vector([1.5, -2, 3]) });
      expect((await dataOf(doc))?.v.toArray()).toEqual([1.5, -2, 3]);
    });

    test("integers of 64 bits", async () => {
      const max = 9_223_372_036_854_775_807n;
      const doc = await documentWith(db(), { max, min: -max - 1n });
      // As doubles they would be equal to the neighbours; the equality filter tells them apart.
      const found = (v: bigint) => doc.parent.where("max", "==", v).count().get();
      expect((await found(max)).data().count).toBe(1);
      expect((await found(max - 1n)).data().count).toBe(0);
    });

    test("keys that JavaScript objects have of their own", async () => {
      const doc = await documentWith(db(), { constructor: 1, toString: { hasOwnProperty: 2 } });
      expect(await dataOf(doc)).toEqual({ constructor: 1, toString: { hasOwnProperty: 2 } });
    });
  });

  test("times are cut to microseconds, inside maps and arrays too", async () => {
    const t = new Timestamp(1, 123_456_789);
    const data = await dataOf(await documentWith(db(), { t, l: [t], m: { t } }));
    expect(data?.t.nanoseconds).toBe(123_456_000);
    expect(data?.l[0].nanoseconds).toBe(123_456_000);
    expect(data?.m.t.nanoseconds).toBe(123_456_000);
  });

  test("a large document comes back whole", async () => {
    const text = "0123456789".repeat(90_000);
    const doc = await documentWith(db(), { text });
    expect((await dataOf(doc))?.text).toBe(text);
  });

  test("ten thousand array elements come back in order", async () => {
    const list = Array.from({ length: 10_000 }, (_, i) => i);
    const doc = await documentWith(db(), { list });
    expect((await dataOf(doc))?.list).toEqual(list);
  });

  describe("limits", () => {
    test.each<[string, Record<string, unknown>]>([
      ["a value of 1 MiB", { a: "x".repeat(1_048_576) }],
      [
        "a document over 1 MiB",
        Object.fromEntries(["a", "b", "c"].map((key) => [key, "x".repeat(400_000)])),
      ],
      ["an array in an array", { a: [[1]] }],
      ["a reserved field name", { __a__: 1 }],
      ["a reserved field name in a map", { m: { __a__: 1 } }],
      ["a field name of 1,501 bytes", { ["a".repeat(1_501)]: 1 }],
    ])("%s is INVALID_ARGUMENT", async (_, data) => {
      const doc = (await collectionWith(db())).doc("d");
      expect(await codeOf(doc.set(data))).toBe(INVALID_ARGUMENT);
      expect((await doc.get()).exists).toBe(false);
    });

    test.each<[string, string]>([
      ["reserved", "__a__"],
      [".", "."],
      ["..", ".."],
      ["longer than 1,500 bytes", "é".repeat(751)],
    ])("a document id that is %s is INVALID_ARGUMENT", async (_, id) => {
      const c = await collectionWith(db());
      expect(await codeOf(c.doc(id).set({}))).toBe(INVALID_ARGUMENT);
    });

    test.each([
      ["__id7__", "ok"],
      ["__id-7__", "ok"],
      ["__id9223372036854775807__", "ok"],
      ["__id-9223372036854775808__", "ok"],
      ["__id9223372036854775808__", INVALID_ARGUMENT],
      ["__id07__", INVALID_ARGUMENT],
      ["__id0__", INVALID_ARGUMENT],
      ["__id+7__", INVALID_ARGUMENT],
      ["__id7.5__", INVALID_ARGUMENT],
      ["__id__", INVALID_ARGUMENT],
      ["__ID7__", INVALID_ARGUMENT],
    ])("the document id %s is a number, or reserved: %s", async (id, expected) => {
      expect(await codeOf((await collectionWith(db())).doc(id).set({}))).toBe(expected);
    });

    test("a number as a collection id is INVALID_ARGUMENT", async () => {
      expect(await codeOf(db().doc("__id7__/d").set({}))).toBe(INVALID_ARGUMENT);
    });

    test("a reserved collection id is INVALID_ARGUMENT", async () => {
      expect(await codeOf(db().doc("__c__/d").set({}))).toBe(INVALID_ARGUMENT);
    });

    test.each(["a".repeat(1_500), "é😀", " ", "a.b", "__a", "%2F", "~`!@#$^&*()"])(
      "%s is a good document id",
      async (id) => {
        const c = await collectionWith(db(), { [id]: { a: 1 } });
        expect(await dataOf(c.doc(id))).toEqual({ a: 1 });
        expect((await c.get()).docs.map((doc) => doc.id)).toEqual([id]);
      },
    );
  });
};
