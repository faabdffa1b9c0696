import type {
  DocumentReference,
  DocumentSnapshot,
  Query,
  QuerySnapshot,
} from "firebase-admin/firestore";
import { afterEach, describe, expect, test } from "vitest";
import { collectionWith, documentWith, type Suite } from "./setup.ts";

export const listeners: Suite = (db) => {
  const stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
  });

  /** Listens until the test ends; each call of the result waits for the next snapshot. */
  function snapshots<T>(
    listen: (next: (value: T) => void, fail: (error: Error) => void) => () => void,
  ) {
    const arrived: T[] = [];
    let wake = Promise.withResolvers<void>();
    stops.push(
      listen(
        (value) => {
          arrived.push(value);
          wake.resolve();
        },
        (error) => wake.reject(error),
      ),
    );
    return async (): Promise<T> => {
      while (arrived.length === 0) {
        await wake.promise;
        wake = Promise.withResolvers<void>();
      }
      const [first] = arrived.splice(0, 1);
      if (first === undefined) throw new Error("no snapshot");
      return first;
    };
  }

  const watchDocument = (doc: DocumentReference) =>
    snapshots<DocumentSnapshot>((next, fail) => doc.onSnapshot(next, fail));
  const watchQuery = (query: Query) =>
    snapshots<QuerySnapshot>((next, fail) => query.onSnapshot(next, fail));
  const changes = (snapshot: QuerySnapshot) =>
    snapshot.docChanges().map((c) => `${c.type} ${c.doc.id} ${c.oldIndex}>${c.newIndex}`);

  describe("a listener of a document", () => {
    test("sees it now, when it changes, and when it is deleted", async () => {
      const doc = await documentWith(db(), { n: 1 });
      const next = watchDocument(doc);
      expect((await next()).data()).toEqual({ n: 1 });
      await doc.update({ n: 2 });
      expect((await next()).data()).toEqual({ n: 2 });
      await doc.delete();
      expect((await next()).exists).toBe(false);
    });

    test("sees a missing one, and its creation", async () => {
      const doc = (await collectionWith(db())).doc("later");
      const next = watchDocument(doc);
      expect((await next()).exists).toBe(false);
      const { writeTime } = await doc.set({ n: 1 });
      const created = await next();
      expect(created.data()).toEqual({ n: 1 });
      expect(created.updateTime).toEqual(writeTime);
    });

    test("hears nothing of other documents and of writes that change nothing", async () => {
      const c = await collectionWith(db(), { a: { n: 1 } });
      const next = watchDocument(c.doc("a"));
      await next();
      await c.doc("b").set({ n: 1 });
      await c.doc("a").set({ n: 1 });
      await c.doc("a").set({ n: 2 });
      expect((await next()).data()).toEqual({ n: 2 });
    });
  });

  describe("a listener of a query", () => {
    test("sees documents come, change and go", async () => {
      const c = await collectionWith(db(), { a: { n: 1 }, b: { n: 5 } });
      const next = watchQuery(c.where("n", "<", 4).orderBy("n"));
      expect(changes(await next())).toEqual(["added a -1>0"]);
      await c.doc("c").set({ n: 0 });
      expect(changes(await next())).toEqual(["added c -1>0"]);
      await c.doc("c").update({ n: 3 });
      expect(changes(await next())).toEqual(["modified c 0>1"]);
      await c.doc("b").update({ n: 2 });
      expect(changes(await next())).toEqual(["added b -1>1"]);
      await c.doc("a").update({ n: 9 });
      expect(changes(await next())).toEqual(["removed a 0>-1"]);
      await c.doc("b").delete();
      const last = await next();
      expect(changes(last)).toEqual(["removed b 0>-1"]);
      expect(last.docs.map(({ id }) => id)).toEqual(["c"]);
    });

    test("sees nothing first when there is nothing", async () => {
      const c = await collectionWith(db());
      const next = watchQuery(c);
      expect((await next()).empty).toBe(true);
      await c.doc("a").set({});
      expect((await next()).size).toBe(1);
    });

    test("sees a batch as one change", async () => {
      const c = await collectionWith(db(), { a: { n: 1 } });
      const next = watchQuery(c);
      await next();
      const batch = db().batch();
      batch.set(c.doc("b"), {}).set(c.doc("c"), {}).delete(c.doc("a"));
      await batch.commit();
      expect(changes(await next())).toEqual(["removed a 0>-1", "added b -1>0", "added c -1>1"]);
    });

    test("with a limit lets others move up", async () => {
      const c = await collectionWith(db(), { a: { n: 1 }, b: { n: 2 }, c: { n: 3 } });
      const next = watchQuery(c.orderBy("n").limit(2));
      await next();
      await c.doc("a").delete();
      expect((await next()).docs.map(({ id }) => id)).toEqual(["b", "c"]);
    });

    test("with a limit to last sees the last ones, in order", async () => {
      const c = await collectionWith(db(), { a: { n: 1 }, b: { n: 2 }, c: { n: 3 } });
      const next = watchQuery(c.orderBy("n").limitToLast(2));
      expect((await next()).docs.map(({ id }) => id)).toEqual(["b", "c"]);
      await c.doc("d").set({ n: 4 });
      expect((await next()).docs.map(({ id }) => id)).toEqual(["c", "d"]);
    });

    test("of a collection group sees every collection of the name", async () => {
      const c = await collectionWith(db());
      const name = `g${c.id}`;
      const next = watchQuery(db().collectionGroup(name));
      await next();
      await c.doc("x").collection(name).doc("deep").set({ n: 1 });
      expect(changes(await next())).toEqual(["added deep -1>0"]);
    });

    test("that is not allowed fails", async () => {
      const c = await collectionWith(db());
      const next = watchQuery(c.where("a", "in", []));
      await expect(next()).rejects.toThrow(/^Error 3: /);
    });

    test("hears nothing after it stops", async () => {
      const c = await collectionWith(db(), { a: {} });
      let heard = 0;
      const first = Promise.withResolvers<void>();
      const stop = c.onSnapshot(() => {
        heard += 1;
        first.resolve();
      });
      await first.promise;
      stop();
      const next = watchQuery(c);
      await next();
      await c.doc("b").set({});
      await next();
      expect(heard).toBe(1);
    });
  });
};
