import {
  type CollectionReference,
  type DocumentData,
  FieldPath,
  FieldValue,
  Filter,
  type Query,
} from "firebase-admin/firestore";
import { beforeAll, describe, expect, test } from "vitest";
import {
  codeOf,
  collectionWith,
  dataOf,
  documentWith,
  INVALID_ARGUMENT,
  idsOf,
  type Suite,
} from "./setup.ts";

const { vector } = FieldValue;

/** The options of findNearest, whose type the SDK does not export. */
type VectorQueryOptions = Extract<Parameters<Query["findNearest"]>[0], { limit: number }>;

export const vectors: Suite = (db) => {
  describe("a vector is one value", () => {
    const v = vector([1, 2]);
    test.each<[string, Record<string, unknown>, unknown]>([
      ["a field inside of it replaces it", { "v.x": 1 }, { x: 1 }],
      ["so does a field called value", { "v.value": [3] }, { value: [3] }],
      ["a number inside of it starts at nothing", { "v.x": FieldValue.increment(1) }, { x: 1 }],
      ["an array, too", { "v.value": FieldValue.arrayUnion(1, 5) }, { value: [1, 5] }],
      ["it has no field to delete", { "v.x": FieldValue.delete() }, v],
      ["nor one called value", { "v.value": FieldValue.delete() }, v],
      ["another one replaces it", { v: vector([3]) }, vector([3])],
    ])("%s", async (_, update, expected) => {
      const doc = await documentWith(db(), { v });
      await doc.update(update);
      expect((await dataOf(doc))?.v).toEqual(expected);
    });

    test("a merge replaces it by a map", async () => {
      const doc = await documentWith(db(), { v, other: 1 });
      await doc.set({ v: { x: 1 } }, { merge: true });
      expect(await dataOf(doc)).toEqual({ v: { x: 1 }, other: 1 });
    });

    test("a merge of one replaces a map", async () => {
      const doc = await documentWith(db(), { v: { x: 1 } });
      await doc.set({ v }, { merge: true });
      expect(await dataOf(doc)).toEqual({ v });
    });

    test.each<[string, (c: CollectionReference) => Query]>([
      ["a filter", (c) => c.where("v.value", "==", [1, 2])],
      ["a filter of an array", (c) => c.where("v.value", "array-contains", 1)],
      ["a filter of its type", (c) => c.where("v.__type__", "==", "__vector__")],
      ["an order", (c) => c.orderBy("v.value")],
    ])("%s finds nothing inside of it", async (_, query) => {
      const c = await collectionWith(db(), { d: { v } });
      expect(await idsOf(query(c))).toBe("");
    });

    test("masks find nothing inside of it", async () => {
      const c = await collectionWith(db(), { d: { v } });
      const [read] = await db().getAll(c.doc("d"), { fieldMask: ["v.value"] });
      expect(read?.data()).toEqual({});
      expect((await c.select("v.value").get()).docs.map((doc) => doc.data())).toEqual([{}]);
    });

    test.each<[string, DocumentData]>([
      ["without elements", { v: vector([]) }],
      ["of 2,049 elements", { v: vector(Array(2_049).fill(1)) }],
      ["with NaN", { v: vector([Number.NaN]) }],
      ["in an array", { v: [vector([1])] }],
    ])("one %s is INVALID_ARGUMENT", async (_, data) => {
      const doc = (await collectionWith(db())).doc("d");
      expect(await codeOf(doc.set(data))).toBe(INVALID_ARGUMENT);
    });

    test.each<[string, DocumentData]>([
      ["of 2,048 elements", { v: vector(Array(2_048).fill(1)) }],
      ["with infinity", { v: vector([Number.POSITIVE_INFINITY]) }],
      ["in a map in an array", { v: [{ w: vector([1]) }] }],
      ["that an array is given", { v: FieldValue.arrayUnion(vector([1])) }],
    ])("one %s is stored", async (_, data) => {
      const doc = (await collectionWith(db())).doc("d");
      expect(await codeOf(doc.set(data))).toBe("ok");
    });
  });

  describe("findNearest", () => {
    let c: CollectionReference;
    beforeAll(async () => {
      c = await collectionWith(db(), {
        a: { v: vector([1, 0]), kind: "x", n: 1 },
        b: { v: vector([0, 1]), kind: "y", n: 2 },
        c: { v: vector([2, 0]), kind: "x", n: 3 },
        d: { v: vector([0, 0]), kind: "x", n: 4 },
        array: { v: [1, 0] },
        without: { kind: "x" },
        longer: { v: vector([1, 2, 3]), kind: "x" },
        h: { v: vector([-1, 0]), kind: "y", n: 6 },
        j: { v: vector([1, 0]), kind: "y", n: 0 },
      });
    });

    const nearest = (
      { queryVector = [1, 0], ...options }: Partial<VectorQueryOptions> = {},
      query: Query = c,
    ) =>
      query.findNearest({
        vectorField: "v",
        queryVector,
        limit: 10,
        distanceMeasure: "EUCLIDEAN",
        ...options,
      });
    const found = async (...args: Parameters<typeof nearest>) => {
      const { docs } = await nearest(...args).get();
      const distance = args[0]?.distanceResultField;
      return docs
        .map((doc) => (distance ? `${doc.id}:${doc.get(distance).toFixed(2)}` : doc.id))
        .join(" ");
    };

    test.each<[Partial<VectorQueryOptions>, string]>([
      [{ distanceMeasure: "EUCLIDEAN" }, "a:0.00 j:0.00 c:1.00 d:1.00 b:1.41 h:2.00"],
      [{ distanceMeasure: "COSINE" }, "a:0.00 c:0.00 j:0.00 b:1.00 h:2.00 d:NaN"],
      [{ distanceMeasure: "DOT_PRODUCT" }, "c:2.00 a:1.00 j:1.00 b:0.00 d:0.00 h:-1.00"],
      [{ distanceMeasure: "EUCLIDEAN", distanceThreshold: 1 }, "a:0.00 j:0.00 c:1.00 d:1.00"],
      [{ distanceMeasure: "COSINE", distanceThreshold: 1 }, "a:0.00 c:0.00 j:0.00 b:1.00"],
      [{ distanceMeasure: "DOT_PRODUCT", distanceThreshold: 1 }, "c:2.00 a:1.00 j:1.00"],
      [{ distanceMeasure: "EUCLIDEAN", distanceThreshold: -1 }, ""],
      [{ distanceMeasure: "EUCLIDEAN", limit: 3 }, "a:0.00 j:0.00 c:1.00"],
      [{ distanceMeasure: "DOT_PRODUCT", limit: 1 }, "c:2.00"],
      [{ queryVector: [0, 0], distanceMeasure: "COSINE", limit: 2 }, "a:NaN b:NaN"],
      [{ queryVector: [1, 2, 4] }, "longer:1.00"],
      [{ queryVector: [1] }, ""],
      [{ vectorField: "none" }, ""],
    ])("%o", async (options, expected) => {
      expect(await found({ ...options, distanceResultField: "far" })).toBe(expected);
    });

    test.each<[string, (c: CollectionReference) => Query, string]>([
      ["an equality", (c) => c.where("kind", "==", "x"), "a c d"],
      ["a range, whose order decides between equals", (c) => c.where("n", ">", 1), "c d b h"],
      ["an in", (c) => c.where("kind", "in", ["x", "y"]), "a j c d b h"],
      [
        "an or",
        (c) => c.where(Filter.or(Filter.where("kind", "==", "x"), Filter.where("n", "==", 6))),
        "a c d h",
      ],
      ["an order, for equals", (c) => c.orderBy("n"), "j a c d b h"],
      ["ids", (c) => c.where(FieldPath.documentId(), ">", "b"), "j c d h"],
      ["the vector itself", (c) => c.where("v", "==", vector([1, 0])), "a j"],
    ])("goes with %s", async (_, query, expected) => {
      expect(await found({}, query(c))).toBe(expected);
    });

    test("answers the named fields, and the distance when it is one of them", async () => {
      const options = { limit: 1, distanceResultField: "far" };
      const selected = async (...fields: string[]) =>
        (await nearest(options, c.select(...fields)).get()).docs[0]?.data();
      expect(await selected("kind")).toEqual({ kind: "x" });
      expect(await selected("kind", "far")).toEqual({ kind: "x", far: 0 });
    });

    test("answers the distance under one name, in place of a field", async () => {
      const read = async (distanceResultField: string) =>
        (await nearest({ limit: 1, distanceResultField }).get()).docs[0];
      expect((await read("kind"))?.get("kind")).toBe(0);
      expect((await read("m.x"))?.data()).toHaveProperty(["m.x"], 0);
      expect((await c.doc("a").get()).get("kind")).toBe("x");
    });

    test("searches a collection group", async () => {
      const group = await collectionWith(db(), { a: { v: vector([1, 0]) } });
      await group
        .doc("a")
        .collection(group.id)
        .doc("z")
        .set({ v: vector([1, 0.5]) });
      expect(await found({}, db().collectionGroup(group.id))).toBe("a z");
    });

    test.each<[string, Partial<VectorQueryOptions>, (c: CollectionReference) => Query]>([
      ["a limit", {}, (c) => c.limit(2)],
      ["a limit to last", {}, (c) => c.orderBy("n").limitToLast(2)],
      ["an offset", {}, (c) => c.offset(1)],
      ["a cursor", {}, (c) => c.orderBy("n").startAt(2)],
      ["a query vector of 2,049 elements", { queryVector: Array(2_049).fill(1) }, (c) => c],
      ["a reserved field for the distance", { distanceResultField: "__d__" }, (c) => c],
      ["the id for the distance", { distanceResultField: "__name__" }, (c) => c],
    ])("with %s is INVALID_ARGUMENT", async (_, options, query) => {
      expect(await codeOf(nearest(options, query(c)).get())).toBe(INVALID_ARGUMENT);
    });
  });
};
