import {
  type CollectionReference,
  FieldPath,
  type Query,
  type QueryDocumentSnapshot,
} from "firebase-admin/firestore";
import { beforeAll, describe, expect, test } from "vitest";
import { collectionWith, idsOf, type Suite } from "./setup.ts";

const NAME = FieldPath.documentId();

export const cursors: Suite = (db) => {
  describe("a cursor", () => {
    let c: CollectionReference;
    beforeAll(async () => {
      c = await collectionWith(db(), {
        a: { n: 1, s: "x" },
        b: { n: 2, s: "x" },
        c: { n: 2, s: "y" },
        d: { n: 3, s: "x" },
        e: { s: "x" },
      });
    });

    test.each<[string, (c: CollectionReference) => Query, string]>([
      ["starts at a value", (c) => c.orderBy("n").startAt(2), "b c d"],
      ["starts after a value", (c) => c.orderBy("n").startAfter(2), "d"],
      ["ends at a value", (c) => c.orderBy("n").endAt(2), "a b c"],
      ["ends before a value", (c) => c.orderBy("n").endBefore(2), "a"],
      ["bounds both sides", (c) => c.orderBy("n").startAt(2).endBefore(3), "b c"],
      ["runs down", (c) => c.orderBy("n", "desc").startAt(2), "c b a"],
      ["runs down to a value", (c) => c.orderBy("n", "desc").endBefore(2), "d"],
      ["starts between values", (c) => c.orderBy("n").startAt(1.5), "b c d"],
      ["starts at another type", (c) => c.orderBy("n").startAt("text"), ""],
      ["takes a prefix of the orders", (c) => c.orderBy("s").orderBy("n").startAt("y"), "c"],
      ["takes all orders", (c) => c.orderBy("s").orderBy("n").startAfter("x", 1), "b d c"],
      ["takes the id", (c) => c.orderBy("n").orderBy(NAME).startAfter(2, "b"), "c d"],
      ["takes the id alone", (c) => c.orderBy(NAME).startAt("b").endAt("d"), "b c d"],
      ["goes with limit to last", (c) => c.orderBy("n").startAt(2).limitToLast(2), "c d"],
      [
        "goes with limit to last and an end",
        (c) => c.orderBy("n").endBefore(3).limitToLast(2),
        "b c",
      ],
      ["goes with a filter", (c) => c.where("s", "==", "x").orderBy("n").startAfter(1), "b d"],
      ["goes with an offset", (c) => c.orderBy("n").startAt(2).offset(1), "c d"],
    ])("%s", async (_, query, expected) => {
      expect(await idsOf(query(c))).toBe(expected);
    });

    test("takes a document, between others with the same value", async () => {
      const snapshot = await c.doc("b").get();
      expect(await idsOf(c.orderBy("n").startAfter(snapshot))).toBe("c d");
      expect(await idsOf(c.orderBy("n").startAt(snapshot))).toBe("b c d");
      expect(await idsOf(c.orderBy("n").endAt(snapshot))).toBe("a b");
      expect(await idsOf(c.orderBy("n", "desc").startAfter(snapshot))).toBe("a");
      expect(await idsOf(c.where("n", ">", 1).startAfter(snapshot))).toBe("c d");
    });

    test("pages through everything once", async () => {
      const seen: string[] = [];
      let last: QueryDocumentSnapshot | undefined;
      do {
        const query = c.orderBy("s").limit(2);
        const { docs } = await (last ? query.startAfter(last) : query).get();
        seen.push(...docs.map(({ id }) => id));
        last = docs.at(-1);
      } while (last);
      expect(seen).toEqual(["a", "b", "d", "e", "c"]);
    });
  });
};
