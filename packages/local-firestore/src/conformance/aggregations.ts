import {
  AggregateField,
  type CollectionReference,
  FieldPath,
  type Query,
} from "firebase-admin/firestore";
import { beforeAll, describe, expect, test } from "vitest";
import {
  codeOf,
  collectionWith,
  FAILED_PRECONDITION,
  INVALID_ARGUMENT,
  type Suite,
} from "./setup.ts";

const { average, count, sum } = AggregateField;
const NAME = FieldPath.documentId();

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

    describe("with a limit takes the lowest values", () => {
      let nums: CollectionReference;
      beforeAll(async () => {
        nums = await collectionWith(db(), {
          a: { n: 5, m: 1, z: 1 },
          b: { n: 1, m: 2, z: 2 },
          c: { n: 3, z: 3 },
          d: { n: "x", z: 4 },
          e: { m: 7 },
          f: { n: 2, m: 0, z: -1 },
        });
      });

      test.each<[string, (c: CollectionReference) => Query, number, number, number]>([
        ["a limit", (c) => c.limit(2), 3, 1, 7],
        ["an offset", (c) => c.offset(1), 10, 10, 6],
        ["both", (c) => c.offset(1).limit(2), 5, 3, 6],
        ["an in", (c) => c.where("m", "in", [0, 1, 2]).limit(2), 3, 1, 7],
        ["an equality", (c) => c.where("n", "==", 5).limit(1), 5, 1, 5],
        ["an order", (c) => c.orderBy("m").limit(2), 7, 1, 7],
        ["a descending order", (c) => c.orderBy("z", "desc").limit(2), 3, 3, 6],
        ["a range", (c) => c.where("m", ">=", 0).limit(2), 7, 1, 7],
        ["a range of another field", (c) => c.where("z", ">", -5).limit(2), 7, 1, 7],
        ["a limit to last", (c) => c.orderBy("m").limitToLast(2), 6, 9, 6],
        ["a cursor", (c) => c.orderBy("m").startAt(1), 6, 10, 6],
      ])("%s", async (_, query, n, m, both) => {
        const total = async (...fields: string[]) => {
          const spec = Object.fromEntries(fields.map((field) => [field, sum(field)]));
          return (await query(nums).aggregate(spec).get()).data();
        };
        expect([await total("n"), await total("m"), (await total("n", "m")).n]).toEqual([
          { n },
          { m },
          both,
        ]);
      });

      test("of equals in the query's order, in its direction", async () => {
        const ties = await collectionWith(db(), {
          a: { z: 1, n: 3 },
          b: { z: 1, n: 1 },
          c: { z: 1, n: 2 },
        });
        const total = async (query: Query) =>
          (
            await query
              .limit(1)
              .aggregate({ s: sum("n") })
              .get()
          ).data().s;
        expect(await total(ties.orderBy("z"))).toBe(1);
        expect(await total(ties.orderBy("z", "desc"))).toBe(3);
      });
    });

    test.each<[string, (c: CollectionReference) => Query]>([
      ["an order by id", (c) => c.orderBy(NAME)],
      ["an order that ends with the id", (c) => c.orderBy("f").orderBy(NAME)],
      ["a document as a cursor", (c) => c.orderBy("f").orderBy(NAME).startAt(1, "b")],
      ["a range of ids", (c) => c.where(NAME, ">", "a")],
      ["one id", (c) => c.where(NAME, "==", "a")],
      ["a list of ids", (c) => c.where(NAME, "in", ["a", "b"])],
      ["a projection", (c) => c.select("n")],
      ["a projection to nothing", (c) => c.select()],
    ])("of a field with %s is INVALID_ARGUMENT, and a count is not", async (_, query) => {
      expect(
        await codeOf(
          query(c)
            .aggregate({ s: sum("n") })
            .get(),
        ),
      ).toBe(INVALID_ARGUMENT);
      expect(
        await codeOf(
          query(c)
            .aggregate({ a: average("n") })
            .get(),
        ),
      ).toBe(INVALID_ARGUMENT);
      expect(await codeOf(query(c).count().get())).toBe("ok");
    });

    test("with a projection is refused before descending ids are", async () => {
      const query = c.orderBy(NAME, "desc").select("n");
      const total = query.aggregate({ s: sum("n") });
      expect(await codeOf(total.get())).toBe(INVALID_ARGUMENT);
      expect(await codeOf(query.count().get())).toBe(FAILED_PRECONDITION);
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
