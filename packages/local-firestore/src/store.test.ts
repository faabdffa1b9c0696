import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { createService } from "./service.ts";
import { Store } from "./store.ts";
import { Transactions } from "./transactions.ts";

const MINUTE = 60_000_000;
const NAME = "projects/p/databases/d/documents/c/x";
const ROOT = "projects/p/databases/d/documents";

function storeAt(minutes: Record<number, "written" | "deleted">) {
  const store = new Store();
  const start = store.clock.tick();
  const at = (minute: number) => start + minute * MINUTE;
  for (const [minute, what] of Object.entries(minutes)) {
    const time = at(Number(minute));
    const document = { name: NAME, fields: {}, createTime: time, updateTime: time };
    store.commit(time, [{ name: NAME, document: what === "written" ? document : undefined }]);
  }
  return { store, at };
}

test("each version is read at its time", () => {
  const { store, at } = storeAt({ 1: "written", 2: "written", 3: "deleted", 4: "written" });
  expect(store.get(NAME, at(0.5))).toBeUndefined();
  expect(store.get(NAME, at(1.5))?.updateTime).toBe(at(1));
  expect(store.get(NAME, at(2))?.updateTime).toBe(at(2));
  expect(store.get(NAME, at(3.5))).toBeUndefined();
  expect(store.get(NAME)?.updateTime).toBe(at(4));
});

test("versions that were replaced over five minutes ago are forgotten, the current one never", () => {
  const { store, at } = storeAt({ 1: "written", 2: "written", 9: "written", 10: "written" });
  expect(store.get(NAME, at(1.5))).toBeUndefined();
  expect(store.get(NAME, at(5))?.updateTime).toBe(at(2));
  expect(store.get(NAME, at(9.5))?.updateTime).toBe(at(9));
});

test("a document that was deleted long ago leaves nothing behind", () => {
  const { store, at } = storeAt({ 1: "written", 2: "deleted" });
  expect([...store.collections(ROOT, at(1.5))]).toEqual([`${ROOT}/c`]);
  const other = `${ROOT}/other/x`;
  const document = { name: other, fields: {}, createTime: at(9), updateTime: at(9) };
  store.commit(at(9), [{ name: other, document }]);
  expect([...store.collections(ROOT, at(1.5))]).toEqual([]);
  expect([...store.collections(ROOT)]).toEqual([`${ROOT}/other`]);
});

test("a log that cannot write leaves the documents as they were", () => {
  const store = new Store({
    append() {
      throw new Error("full");
    },
    flush: async () => {},
    clear() {},
    close: async () => {},
  });
  const time = store.clock.tick();
  const document = { name: NAME, fields: {}, createTime: time, updateTime: time };
  expect(() => store.commit(time, [{ name: NAME, document }])).toThrow("full");
  expect(store.get(NAME)).toBeUndefined();
});

test("a commit is acknowledged only when it is on disk", async () => {
  const disk = Promise.withResolvers<void>();
  const store = new Store({
    append() {},
    flush: () => disk.promise,
    clear() {},
    close: async () => {},
  });
  const { Commit } = createService(store, new Transactions(store));
  const database = "projects/p/databases/d";
  const committed = Commit({ database, writes: [], transaction: Buffer.alloc(0) });
  const waiting = setImmediate("still waiting");
  expect(await Promise.race([committed, waiting])).toBe("still waiting");
  disk.resolve();
  expect(await committed).toMatchObject({ writeResults: [] });
});
