import { once } from "node:events";
import {
  type CollectionReference,
  FieldPath,
  FieldValue,
  Filter,
  GeoPoint,
  type OrderByDirection,
  type Query,
  type QueryDocumentSnapshot,
  Timestamp,
  type WhereFilterOp,
} from "firebase-admin/firestore";
import { beforeAll, describe, expect, test } from "vitest";
import {
  codeOf,
  collectionWith,
  FAILED_PRECONDITION,
  INVALID_ARGUMENT,
  idsOf,
  type Suite,
} from "./setup.ts";

const NAME = FieldPath.documentId();

export const queries: Suite = (db) => {
  describe("one value of every type", () => {
    let c: CollectionReference;
    beforeAll(async () => {
      const typed = {
        null: null,
        false: false,
        true: true,
        nan: Number.NaN,
        "-inf": Number.NEGATIVE_INFINITY,
        "-1": -1,
        "-0": -0,
        "0": 0,
        "1": 1,
        "1.5": 1.5,
        time: Timestamp.fromMillis(1_000),
        a: "a",
        b: "b",
        bytes: Buffer.from([1]),
        ref: db().doc("c/x"),
        geo: new GeoPoint(1, 2),
        list: [1],
        vector: FieldValue.vector([1, 2]),
        map: { a: 1 },
      };
      c = await collectionWith(db(), {
        ...Object.fromEntries(Object.entries(typed).map(([id, v]) => [id, { v }])),
        without: { w: 1 },
      });
    });

    const ALL = "null false true nan -inf -1 -0 0 1 1.5 time a b bytes ref geo list vector map";
    const without = (...ids: string[]) =>
      ALL.split(" ")
        .filter((id) => !ids.includes(id))
        .join(" ");

    test("are ordered by type, and documents without the field are left out", async () => {
      expect(await idsOf(c.orderBy("v"))).toBe(ALL);
      expect(await idsOf(c.orderBy("v", "desc"))).toBe(ALL.split(" ").reverse().join(" "));
    });

    test.each<[WhereFilterOp, unknown, string]>([
      ["==", null, "null"],
      ["==", Number.NaN, "nan"],
      ["==", 0, "-0 0"],
      ["==", -0, "-0 0"],
      ["==", 1.0, "1"],
      ["==", "a", "a"],
      ["==", [1], "list"],
      ["==", { a: 1 }, "map"],
      ["==", new GeoPoint(1, 2), "geo"],
      ["==", Buffer.from([1]), "bytes"],
      ["==", FieldValue.vector([1, 2]), "vector"],
      ["!=", null, without("null")],
      ["!=", Number.NaN, without("null", "nan")],
      ["!=", 1, without("null", "1")],
      ["<", 5, "-inf -1 -0 0 1 1.5"],
      ["<=", 0, "-inf -1 -0 0"],
      [">", -1, "-0 0 1 1.5"],
      [">=", 1, "1 1.5"],
      [">", "a", "b"],
      [">", false, "true"],
      [">", Timestamp.fromMillis(0), "time"],
      ["<", Timestamp.fromMillis(0), ""],
      [">=", Buffer.from([0]), "bytes"],
      [">", new GeoPoint(1, 1), "geo"],
      [">=", [0], "list"],
      ["<", { a: 2 }, "map"],
      ["in", ["b", 1, "zz"], "1 b"],
      ["in", [null, 1], "1"],
      ["in", [Number.NaN, 1], "1"],
      ["in", [[1], { a: 1 }], "list map"],
      ["not-in", [1, "a"], without("null", "1", "a")],
      ["not-in", [null], ""],
      ["not-in", [Number.NaN], without("null")],
      ["array-contains", 1, "list"],
      ["array-contains", 2, ""],
      ["array-contains-any", [2, 1], "list"],
      ["array-contains-any", [null], ""],
    ])("v %s %o", async (op, operand, expected) => {
      const found = await idsOf(c.where("v", op, operand));
      // Without an order the results come by id, which differs from the order by value.
      expect(found.split(" ").sort()).toEqual(expected.split(" ").sort());
    });
  });

  describe("order", () => {
    const ordered = async (values: unknown[], direction: OrderByDirection = "asc") => {
      const documents = values.map((v, i) => [`${i}`, { v }]);
      return idsOf(
        (await collectionWith(db(), Object.fromEntries(documents))).orderBy("v", direction),
      );
    };

    test("of strings is by UTF-8 bytes", async () => {
      expect(await ordered(["a", "B", "é", "😀", "～", "", "aa"])).toBe("5 1 0 6 2 4 3");
    });

    test("of maps is by key, then value, then length", async () => {
      expect(await ordered([{ a: 1 }, { a: 1, b: 2 }, { b: 0 }, { a: 2 }, {}])).toBe("4 0 1 3 2");
    });

    test("of arrays is by element, then length", async () => {
      expect(await ordered([[2], [1, 1], [1], [], ["a"]])).toBe("3 2 1 0 4");
    });

    test("of references is by id, not by text", async () => {
      const ref = (path: string) => db().doc(path);
      expect(await ordered([ref("a-b/c"), ref("a/b"), ref("a/b/c/d"), ref("a/c")])).toBe("1 2 3 0");
    });

    test("of integers and doubles is exact", async () => {
      expect(
        await ordered([
          9_007_199_254_740_993n,
          2 ** 53,
          2 ** 63,
          9_223_372_036_854_775_807n,
          0.5,
          0,
        ]),
      ).toBe("5 4 1 0 3 2");
    });

    test("of points is by latitude, then longitude", async () => {
      expect(await ordered([new GeoPoint(1, 2), new GeoPoint(1, -2), new GeoPoint(-1, 50)])).toBe(
        "2 1 0",
      );
    });

    test("of vectors is by length, then element", async () => {
      const { vector } = FieldValue;
      expect(await ordered([vector([9]), vector([1, 2]), vector([1, 1]), vector([8])])).toBe(
        "3 0 2 1",
      );
    });

    test("of times is by nanoseconds too", async () => {
      expect(
        await ordered([new Timestamp(1, 2_000), new Timestamp(1, 1_000), new Timestamp(0, 9_000)]),
      ).toBe("2 1 0");
    });

    test("of equal values is by id, in the same direction", async () => {
      expect(await ordered([1, 1, 1])).toBe("0 1 2");
      expect(await ordered([1, 1, 1], "desc")).toBe("2 1 0");
    });

    test("without one is by id, byte by byte", async () => {
      const ids = ["a", "B", "é", "😀", "～", "10", "9", "a-b", "a b"];
      const c = await collectionWith(db(), Object.fromEntries(ids.map((id) => [id, {}])));
      expect((await c.get()).docs.map(({ id }) => id)).toEqual([
        "10",
        "9",
        "B",
        "a",
        "a b",
        "a-b",
        "é",
        "～",
        "😀",
      ]);
    });
  });

  describe("filters, orders and limits", () => {
    let c: CollectionReference;
    beforeAll(async () => {
      c = await collectionWith(db(), {
        apple: { kind: "x", size: 36, tags: ["math", "code"], m: { n: 1 } },
        bean: { kind: "y", size: 20, tags: ["code"], m: { n: 2 } },
        corn: { kind: "x", size: 20, tags: [] },
        date: { kind: "y", size: 51 },
        egg: { kind: "z" },
      });
    });

    test.each<[string, (c: CollectionReference) => Query, string]>([
      ["two equalities", (c) => c.where("kind", "==", "x").where("size", "==", 20), "corn"],
      ["a range", (c) => c.where("size", ">", 20).where("size", "<=", 51), "apple date"],
      [
        "equality and range",
        (c) => c.where("kind", "==", "y").where("size", ">=", 20),
        "bean date",
      ],
      ["a range orders by its field", (c) => c.where("size", ">=", 20), "bean corn apple date"],
      [
        "ranges of two fields",
        (c) => c.where("size", ">", 10).where("kind", "<", "y"),
        "corn apple",
      ],
      ["two orders", (c) => c.orderBy("kind").orderBy("size", "desc"), "apple corn date bean"],
      [
        "order by id, down, of equals",
        (c) => c.where("kind", "==", "x").orderBy(NAME, "desc"),
        "corn apple",
      ],
      ["an order needs the field", (c) => c.orderBy("m.n", "desc"), "bean apple"],
      ["a nested field", (c) => c.where("m.n", "==", 2), "bean"],
      [
        "contains and equals",
        (c) => c.where("tags", "array-contains", "code").where("kind", "==", "x"),
        "apple",
      ],
      [
        "contains any, each document once",
        (c) => c.where("tags", "array-contains-any", ["math", "code"]),
        "apple bean",
      ],
      [
        "in and order",
        (c) => c.where("kind", "in", ["x", "y"]).orderBy("size"),
        "bean corn apple date",
      ],
      [
        "two ins",
        (c) => c.where("kind", "in", ["x", "y"]).where("size", "in", [20, 51]),
        "bean corn date",
      ],
      ["not-in orders by its field", (c) => c.where("size", "not-in", [20]), "apple date"],
      ["ids from", (c) => c.where(NAME, ">=", "corn"), "corn date egg"],
      ["ids in", (c) => c.where(NAME, "in", ["egg", "none", "apple"]), "apple egg"],
      ["ids not in", (c) => c.where(NAME, "not-in", ["egg", "apple"]), "bean corn date"],
      ["id equals", (c) => c.where(NAME, "==", "bean"), "bean"],
      ["limit", (c) => c.orderBy("size").limit(2), "bean corn"],
      ["limit to last", (c) => c.orderBy("size").limitToLast(2), "apple date"],
      ["offset", (c) => c.orderBy("size").offset(1).limit(2), "corn apple"],
      ["offset past the end", (c) => c.offset(50), ""],
      ["a missing collection", (c) => c.doc("apple").collection("none"), ""],
      [
        "or",
        (c) => c.where(Filter.or(Filter.where("kind", "==", "z"), Filter.where("size", "==", 20))),
        "bean corn egg",
      ],
      [
        "or with a range needs its field",
        (c) => c.where(Filter.or(Filter.where("kind", "==", "z"), Filter.where("size", ">", 30))),
        "apple date",
      ],
      [
        "and of ors",
        (c) =>
          c.where(
            Filter.and(
              Filter.or(Filter.where("kind", "==", "x"), Filter.where("kind", "==", "y")),
              Filter.or(Filter.where("size", "==", 20), Filter.where("size", "==", 51)),
            ),
          ),
        "bean corn date",
      ],
    ])("%s", async (_, query, expected) => {
      expect(await idsOf(query(c))).toBe(expected);
    });

    test("a field that JavaScript objects inherit is there only when it was written", async () => {
      const named = await collectionWith(db(), { with: { valueOf: 1 }, without: {} });
      expect(await idsOf(named.orderBy("valueOf"))).toBe("with");
      const [without] = await db().getAll(named.doc("without"), { fieldMask: ["valueOf"] });
      expect(Object.keys(without?.data() ?? {})).toEqual([]);
    });

    test("select answers the named fields only", async () => {
      const { docs } = await c.where("kind", "==", "x").select("size", "m.n").get();
      expect(docs.map((doc) => doc.data())).toEqual([{ size: 36, m: { n: 1 } }, { size: 20 }]);
    });

    test("select of nothing answers the ids", async () => {
      const { docs } = await c.select().limit(2).get();
      expect(docs.map((doc) => [doc.id, doc.data()])).toEqual([
        ["apple", {}],
        ["bean", {}],
      ]);
    });

    test("an empty result has a read time", async () => {
      const result = await c.where("kind", "==", "none").get();
      expect(result.empty).toBe(true);
      expect(Math.abs(result.readTime.toMillis() - Date.now())).toBeLessThan(5_000);
    });

    test("the results stream", async () => {
      const ids: string[] = [];
      const stream = c.orderBy("size").stream();
      stream.on("data", ({ id }: QueryDocumentSnapshot) => ids.push(id));
      await once(stream, "end");
      expect(ids).toEqual(["bean", "corn", "apple", "date"]);
    });

    test.each<[string, (c: CollectionReference) => Query]>([
      ["an empty in", (c) => c.where("size", "in", [])],
      ["31 values for in", (c) => c.where("size", "in", range(31))],
      ["11 values for not-in", (c) => c.where("size", "not-in", range(11))],
      ["31 values for array-contains-any", (c) => c.where("tags", "array-contains-any", range(31))],
      [
        "over 30 disjunctions",
        (c) => c.where("size", "in", range(6)).where("kind", "in", range(6)),
      ],
      [
        "two array-contains",
        (c) => c.where("tags", "array-contains", 1).where("tags", "array-contains", 2),
      ],
      ["!= with not-in", (c) => c.where("size", "!=", 1).where("kind", "not-in", [2])],
      ["not-in with in", (c) => c.where("size", "in", [1]).where("kind", "not-in", [2])],
      ["two !=", (c) => c.where("size", "!=", 1).where("kind", "!=", 2)],
      ["an order of one field twice", (c) => c.orderBy("size").orderBy("size", "desc")],
      ["an order after the id", (c) => c.orderBy(NAME).orderBy("size")],
      ["11 inequality fields", (c) => ranges(c, 11)],
      ["101 filters", (c) => wheres(c, 101)],
      ["100 filters and an order", (c) => wheres(c, 100).orderBy("size")],
      ["101 orders", (c) => range(101).reduce<Query>((q, i) => q.orderBy(`f${i}`), c)],
      [
        "an order that ends with the id before the field of a range",
        (c) => c.where("size", ">", 0).orderBy(NAME),
      ],
      [
        "two orders that end with the id before the field of a range",
        (c) => c.where("size", ">", 0).orderBy("kind").orderBy(NAME),
      ],
      ["a not-in ordered by id", (c) => c.where("size", "not-in", [0]).orderBy(NAME)],
      ["a != in descending order by id", (c) => c.where("size", "!=", 0).orderBy(NAME, "desc")],
      ["an id and a range", (c) => c.where(NAME, "==", "a").where("size", ">", 0)],
      ["an id and a !=", (c) => c.where(NAME, "==", "a").where("size", "!=", 0)],
      ["an id and a not-in", (c) => c.where(NAME, "==", "a").where("size", "not-in", [0])],
      ["ids and a range", (c) => c.where(NAME, "in", ["a"]).where("size", ">", 0)],
      [
        "an id or a range",
        (c) => c.where(Filter.or(Filter.where(NAME, "==", "a"), Filter.where("size", ">", 0))),
      ],
      ["the id twice as an order", (c) => c.orderBy(NAME).orderBy(NAME)],
      ["the id twice after a field", (c) => c.orderBy("size").orderBy(NAME).orderBy(NAME)],
      ["the id up and down", (c) => c.orderBy(NAME, "desc").orderBy(NAME)],
      ["a reserved field", (c) => c.where("__a__", "==", 1)],
      ["a reserved field in a map", (c) => c.where("m.__a__", "==", 1)],
      ["an order by a reserved field", (c) => c.orderBy("__a__")],
      ["a projection to a reserved field", (c) => c.select("__a__")],
      ["a value with a reserved field", (c) => c.where("m", "==", { __a__: 1 })],
      ["a vector of no elements", (c) => c.where("m", "==", FieldValue.vector([]))],
      [
        "not-in with an or",
        (c) =>
          c.where(Filter.or(Filter.where("size", "not-in", [1]), Filter.where("kind", "==", 1))),
      ],
      [
        "not-in with array-contains-any",
        (c) => c.where("size", "not-in", [1]).where("tags", "array-contains-any", [1]),
      ],
      ["two not-in", (c) => c.where("size", "not-in", [1]).where("kind", "not-in", [1])],
      ["!= with != null", (c) => c.where("size", "!=", 1).where("kind", "!=", null)],
      [
        "array-contains with array-contains-any",
        (c) => c.where("tags", "array-contains", 1).where("tags", "array-contains-any", [1]),
      ],
      ["10 inequality fields and the id", (c) => ranges(c, 10).where(NAME, ">", "a")],
      ["a negative limit", (c) => c.limit(-1)],
      ["a negative offset", (c) => c.offset(-1)],
    ])("%s is INVALID_ARGUMENT", async (_, query) => {
      expect(await codeOf(query(c).get())).toBe(INVALID_ARGUMENT);
    });

    const eq = (field: string, value: unknown) => Filter.where(field, "==", value);
    const isIn = (field: string, length: number, from = 0) =>
      Filter.where(field, "in", range(length + from).slice(from));
    const { and, or } = Filter;
    test.each<[string, Filter, number | "ok"]>([
      ["30 values", isIn("a", 30), "ok"],
      ["31 equal values", Filter.where("a", "in", Array(31).fill(2)), INVALID_ARGUMENT],
      [
        "16 equal values times 2",
        and(Filter.where("a", "in", Array(16).fill(2)), isIn("b", 2)),
        "ok",
      ],
      ["15 times 2", and(isIn("a", 15), isIn("b", 2)), "ok"],
      ["16 times 2", and(isIn("a", 16), isIn("b", 2)), INVALID_ARGUMENT],
      [
        "15 times one value and what equals nothing, null and NaN",
        and(isIn("a", 15), Filter.where("b", "array-contains-any", [1, null, Number.NaN])),
        "ok",
      ],
      [
        "15 times one value and an empty array in an array, or null",
        and(isIn("a", 15), Filter.where("b", "array-contains-any", [1, [], null])),
        "ok",
      ],
      [
        "15 times one value, an empty array and null",
        and(isIn("a", 15), Filter.where("b", "in", [1, [], null])),
        INVALID_ARGUMENT,
      ],
      [
        "16 times one value and NaN",
        and(isIn("a", 16), Filter.where("b", "in", [1, Number.NaN])),
        INVALID_ARGUMENT,
      ],
      [
        "30 values or NaN in a list",
        or(isIn("a", 30), Filter.where("b", "in", [Number.NaN])),
        INVALID_ARGUMENT,
      ],
      ["31 equal conditions", or(...range(31).map(() => eq("a", 2))), "ok"],
      ["31 conditions", or(...range(31).map((i) => eq("a", i))), INVALID_ARGUMENT],
      ["0 and -0 are two", or(...range(30).map((i) => eq("a", i)), eq("a", -0)), INVALID_ARGUMENT],
      ["30 values or one of them", or(isIn("a", 30), eq("a", 3)), "ok"],
      ["30 values or another", or(isIn("a", 30), eq("a", 33)), INVALID_ARGUMENT],
      ["the same list twice", and(isIn("a", 8), isIn("a", 8)), "ok"],
      ["a list and a longer one", and(isIn("a", 6), isIn("a", 7)), "ok"],
      ["27 sets and one value more", and(isIn("a", 7), isIn("a", 8)), INVALID_ARGUMENT],
      ["lists with nothing in common", and(isIn("a", 6), isIn("a", 6, 10)), INVALID_ARGUMENT],
      ["the same or five times", and(...range(5).map(() => or(eq("a", 1), eq("b", 1)))), "ok"],
      ["five ors", and(...range(5).map((i) => or(eq("a", 1), eq("b", i)))), INVALID_ARGUMENT],
      ["an or in an or", or(or(isIn("a", 20)), or(isIn("a", 20))), "ok"],
      [
        "a condition and what it covers",
        or(eq("a", 1), ...range(30).map((i) => and(eq("a", 1), eq("b", i)))),
        INVALID_ARGUMENT,
      ],
      [
        "the same and in two orders",
        or(
          ...range(31).map((i) =>
            i % 2 ? and(eq("a", 1), eq("b", 2)) : and(eq("b", 2), eq("a", 1)),
          ),
        ),
        "ok",
      ],
      [
        "the same array-contains twice",
        and(Filter.where("a", "array-contains", 1), Filter.where("a", "array-contains", 1)),
        "ok",
      ],
      [
        "array-contains again in an or",
        and(
          Filter.where("a", "array-contains", 1),
          or(Filter.where("a", "array-contains", 1), eq("b", 1)),
        ),
        INVALID_ARGUMENT,
      ],
    ])("disjunctions: %s", async (_, filter, expected) => {
      expect(await codeOf(c.where(filter).get())).toBe(expected);
    });

    test.each<[string, (c: CollectionReference) => Query]>([
      ["100 filters", (c) => wheres(c, 100)],
      ["99 filters and an order", (c) => wheres(c, 99).orderBy("size")],
      ["100 orders", (c) => range(100).reduce<Query>((q, i) => q.orderBy(`f${i}`), c)],
      ["9 inequality fields and the id", (c) => ranges(c, 9).where(NAME, ">", "a")],
      ["an id and an equality", (c) => c.where(NAME, "==", "a").where("size", "==", 1)],
      ["an id and an order", (c) => c.where(NAME, "==", "a").orderBy("size")],
      [
        "an id, a range of ids and another range",
        (c) => c.where(NAME, "==", "b").where(NAME, ">", "a").where("size", ">", 0),
      ],
      ["not-in and a range", (c) => c.where("size", "not-in", [1]).where("kind", ">", 2)],
      ["!= and in", (c) => c.where("size", "!=", 1).where("kind", "in", [2])],
      ["an array in an array", (c) => c.where("m", "==", [[1]])],
      ["a vector in an array", (c) => c.where("m", "==", [FieldValue.vector([1])])],
    ])("%s are no error", async (_, query) => {
      expect(await codeOf(query(c).get())).toBe("ok");
    });

    test("ids and ranges go together, ordered by the range", async () => {
      expect(await idsOf(c.where(NAME, ">", "apple").where("size", ">", 0))).toBe("bean corn date");
      expect(await idsOf(c.where(NAME, "!=", "date").where("size", ">", 20))).toBe("apple");
      expect(await idsOf(c.where(NAME, "not-in", ["date"]).where("size", ">", 20))).toBe("apple");
    });

    test.each<[string, (c: CollectionReference) => Query]>([
      ["descending ids", (c) => c.orderBy(NAME, "desc")],
      ["the last ids", (c) => c.orderBy(NAME).limitToLast(1)],
      ["descending ids in a range", (c) => c.where(NAME, ">", "b").orderBy(NAME, "desc")],
      ["descending ids twice", (c) => c.orderBy(NAME, "desc").orderBy(NAME, "desc")],
      ["one id in descending order", (c) => c.where(NAME, "==", "b").orderBy(NAME, "desc")],
      [
        "a list of ids in descending order",
        (c) => c.where(NAME, "in", ["b"]).orderBy(NAME, "desc"),
      ],
      ["descending ids of a group", (c) => db().collectionGroup(c.id).orderBy(NAME, "desc")],
    ])("%s need an index: FAILED_PRECONDITION", async (_, query) => {
      expect(await codeOf(query(c).get())).toBe(FAILED_PRECONDITION);
    });
  });
};

const wheres = (query: Query, count: number) =>
  range(count).reduce((q, i) => q.where(`f${i}`, "==", 0), query);
const ranges = (query: Query, count: number) =>
  range(count).reduce((q, i) => q.where(`f${i}`, ">", 0), query);
const range = (length: number) => Array.from({ length }, (_, i) => i);
