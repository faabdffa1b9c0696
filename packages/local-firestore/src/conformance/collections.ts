import { randomUUID } from "node:crypto";
import { FieldPath } from "firebase-admin/firestore";
import { describe, expect, test } from "vitest";
import { collectionWith, documentWith, idsOf, type Suite } from "./setup.ts";

export const collections: Suite = (db) => {
  describe("collections", () => {
    test("list their documents, the missing ones with something below them too", async () => {
      const c = await collectionWith(db(), { here: {} });
      await c.doc("gone/below/x").set({});
      await c.doc("deep/a/b/c/d").set({});
      const listed = await c.listDocuments();
      expect(listed.map(({ id }) => id)).toEqual(["deep", "gone", "here"]);
      expect((await c.get()).docs.map(({ id }) => id)).toEqual(["here"]);
    });

    test("are listed below a document, by name, while they hold something", async () => {
      const doc = await documentWith(db(), {});
      await doc.collection("b").doc("x").set({});
      await doc.collection("a").doc("x").collection("deep").doc("y").set({});
      await doc.collection("empty").doc("x").set({});
      await doc.collection("empty").doc("x").delete();
      expect((await doc.listCollections()).map(({ id }) => id)).toEqual(["a", "b"]);
    });

    test("are listed at the root", async () => {
      const c = await collectionWith(db(), { a: {} });
      expect((await db().listCollections()).map(({ id }) => id)).toContain(c.id);
    });

    test("of the same name are apart", async () => {
      const c = await collectionWith(db(), { a: {}, b: {} });
      await c.doc("a").collection("sub").doc("x").set({});
      expect((await c.doc("b").collection("sub").get()).size).toBe(0);
    });
  });

  describe("collection groups", () => {
    /** Documents in collections of one name: at the root, below a document, and deep down. */
    async function group() {
      const c = await collectionWith(db(), { a: {} });
      const name = `g-${randomUUID()}`;
      await db().collection(name).doc("root").set({ n: 3 });
      await c.doc("a").collection(name).doc("sub").set({ n: 1 });
      await c.doc("a/x/y").collection(name).doc("deep").set({ n: 2 });
      await c.doc("a").collection(`${name}x`).doc("other").set({ n: 0 });
      return { name, parent: c };
    }

    test("hold all collections of their name, ordered by path", async () => {
      const { name } = await group();
      const { docs } = await db().collectionGroup(name).get();
      expect(docs.map(({ id }) => id)).toEqual(["sub", "deep", "root"]);
    });

    test("filter, order, limit and count", async () => {
      const { name } = await group();
      const all = db().collectionGroup(name);
      const { docs } = await all.where("n", ">=", 2).orderBy("n", "desc").limit(1).get();
      expect(docs.map(({ id }) => id)).toEqual(["root"]);
      expect((await all.count().get()).data().count).toBe(3);
    });

    test("take a document as a cursor", async () => {
      const { name } = await group();
      const all = db().collectionGroup(name).orderBy("n");
      const [first] = (await all.limit(1).get()).docs;
      if (!first) throw new Error("no document");
      const rest = await all.startAfter(first).get();
      expect(rest.docs.map(({ id }) => id)).toEqual(["deep", "root"]);
    });

    test("compare ids by the whole path", async () => {
      const { name, parent } = await group();
      const from = parent.doc("a").collection(name).doc("sub");
      const query = db().collectionGroup(name).where(FieldPath.documentId(), ">", from);
      expect((await query.get()).docs.map(({ id }) => id)).toEqual(["deep", "root"]);
    });
  });

  test("a recursive delete takes a document and everything below it, and no more", async () => {
    const c = await collectionWith(db(), { a: {}, ab: {} });
    await c.doc("a/x/1").set({});
    await c.doc("a/x/1/y/2").set({});
    await c.doc("a/missing/m/z/3").set({});
    await c.doc("ab/x/1").set({});
    await db().recursiveDelete(c.doc("a"));
    expect((await c.listDocuments()).map(({ id }) => id)).toEqual(["ab"]);
    expect((await c.doc("ab").listCollections()).map(({ id }) => id)).toEqual(["x"]);
  });

  test("ids that are numbers come first, by number", async () => {
    const ids = ["__id7__", "__id10__", "__id-3__", "0", "A", "-", "__a", "__id", "__id7", "!"];
    const c = await collectionWith(db(), Object.fromEntries(ids.map((id) => [id, {}])));
    const sorted = "__id-3__ __id7__ __id10__ ! - 0 A __a __id __id7";
    expect(await idsOf(c)).toBe(sorted);
    expect((await c.listDocuments()).map(({ id }) => id).join(" ")).toBe(sorted);
    expect(await idsOf(c.where(FieldPath.documentId(), ">", "__id7__").limit(2))).toBe(
      "__id10__ !",
    );
  });

  test("a recursive delete takes ids of every kind", async () => {
    const ids = ["0", "A", "a", "z", "~", "é", "-", "__id7__", "__id-9223372036854775808__"];
    const c = await collectionWith(db(), Object.fromEntries(ids.map((id) => [id, {}])));
    for (const id of ids) await c.doc(id).collection("1").doc(id).set({});
    await db().recursiveDelete(c);
    expect(await c.listDocuments()).toEqual([]);
  });

  test("a recursive delete empties a collection", async () => {
    const c = await collectionWith(db(), { a: {}, b: {} });
    await c.doc("a/x/1").set({});
    await db().recursiveDelete(c);
    expect(await c.listDocuments()).toEqual([]);
  });
};
