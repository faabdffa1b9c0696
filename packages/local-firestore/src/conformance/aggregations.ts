import { AggregateField, type CollectionReference, FieldPath } from "firebase-admin/firestore";
import { beforeAll, describe, expect, test } from "vitest";
import { codeOf, collectionWith, INVALID_ARGUMENT, type Suite } from "./setup.ts";

const { average, count, sum } = AggregateField;

export const aggregations: Suite = (db) => {
  describe("aggregation", () => {
    let c: CollectionReference;
    beforeAll(async () => {
      c = await collectionWith(db(), {
        a: { n: 1, f: 0.5 },
        b: { n: 2, f: 1 },
        c: { n: 3 },
        d: { n: "text" },
        e: {},
      });
    });

    test("counts documents", async () => {
      expect((await c.count().get()).data()).toEqual({ count: 5 });
    });

    test("counts what a query finds", async () => {
      expect((await c.where("n", ">", 1).count().get()).data().count).toBe(2);
      expect((await c.limit(3).count().get()).data().count).toBe(3);
      expect((await c.orderBy("f").count().get()).data().count).toBe(2);
      expect((await c.offset(4).count().get()).data().count).toBe(1);
    });

    test("counts nothing as 0", async () => {
      expect((await c.doc("a").collection("none").count().get()).data().count).toBe(0);
    });

    test("sums and averages the numbers", async () => {
      const result = await c.aggregate({ s: sum("n"), a: average("n") }).get();
      expect(result.data()).toEqual({ s: 6, a: 2 });
    });

    test("sums doubles", async () => {
      expect((await c.aggregate({ s: sum("f") }).get()).data()).toEqual({ s: 1.5 });
    });

    test("of several fields looks at documents that have them all", async () => {
      const result = await c.aggregate({ c: count(), n: sum("n"), f: average("f") }).get();
      expect(result.data()).toEqual({ c: 2, n: 3, f: 0.75 });
    });

    test("of no numbers is 0 and null", async () => {
      const result = await c.aggregate({ s: sum("none"), a: average("none") }).get();
      expect(result.data()).toEqual({ s: 0, a: null });
    });

    test("of a sum past 64 bits is a double", async () => {
      const big = await collectionWith(db(), { a: { n: 2n ** 62n }, b: { n: 2n ** 62n } });
      expect((await big.aggregate({ s: sum("n") }).get()).data().s).toBe(2 ** 63);
    });

    test("with NaN is NaN", async () => {
      const nan = await collectionWith(db(), { a: { n: Number.NaN }, b: { n: 1 } });
      const result = await nan.aggregate({ s: sum("n"), a: average("n") }).get();
      expect(result.data()).toEqual({ s: Number.NaN, a: Number.NaN });
    });

    test("of the id is INVALID_ARGUMENT", async () => {
      const field = FieldPath.documentId();
      expect(await codeOf(c.aggregate({ s: sum(field) }).get())).toBe(INVALID_ARGUMENT);
    });

    test("has a read time", async () => {
      const { readTime } = await c.count().get();
      expect(Math.abs(readTime.toMillis() - Date.now())).toBeLessThan(5_000);
    });
  });
};
