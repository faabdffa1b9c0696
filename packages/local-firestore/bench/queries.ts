/**
 * What queries on a large collection cost, with the indexes and without, in ms of processor time:
 *   node --expose-gc packages/local-firestore/bench/queries.ts [documents]
 * They run in this process, so neither the SDK nor a busy machine counts.
 */
import { Collection } from "../src/collection.ts";
import { parseQuery } from "../src/query.ts";
import { countQuery, runQuery } from "../src/run-query.ts";
import { Store } from "../src/store.ts";
import type { Fields, StructuredQuery, Value } from "../src/wire.ts";

const SIZE = Number(process.argv[2] ?? 50_000);
const ROOT = "projects/bench/databases/(default)/documents";

const integer = (n: number): Value => ({ valueType: "integerValue", integerValue: String(n) });

const EVERYTHING: StructuredQuery = {
  select: null,
  from: [{ collectionId: "c", allDescendants: false }],
  where: null,
  orderBy: [],
  startAt: null,
  endAt: null,
  offset: 0,
  limit: null,
  findNearest: null,
};
const orderBy = (...fields: string[]) => ({
  orderBy: fields.map((fieldPath) => ({ field: { fieldPath }, direction: "ASCENDING" })),
});
const where = (fieldPath: string, op: "EQUAL" | "GREATER_THAN", n: number) => ({
  where: {
    filterType: "fieldFilter" as const,
    fieldFilter: { field: { fieldPath }, op, value: integer(n) },
  },
});
const limit = { limit: { value: 20 } };

const QUERIES: Record<string, Partial<StructuredQuery>> = {
  "orderBy, limit 20": { ...orderBy("n"), ...limit },
  "the page in the middle": {
    ...orderBy("n"),
    ...limit,
    startAt: { values: [integer(SIZE / 2)], before: true },
  },
  "two orders, limit 20": { ...orderBy("kind", "n"), ...limit },
  "equality, 10 results": where("group", "EQUAL", 7),
  "equality and order, limit 20": { ...where("kind", "EQUAL", 3), ...orderBy("n"), ...limit },
  "range, limit 20": { ...where("n", "GREATER_THAN", SIZE / 2), ...limit },
  "limit 20": limit,
  count: {},
  "count of an equality": where("kind", "EQUAL", 3),
};

function fill(store: Store): void {
  for (let i = 0; i < SIZE; i++) {
    const time = store.clock.tick();
    const name = `${ROOT}/c/d${i}`;
    const fields: Fields = {
      n: integer((i * 7_919) % SIZE),
      kind: integer(i % 10),
      group: integer(i % (SIZE / 10)),
      text: { valueType: "stringValue", stringValue: `${i} `.repeat(50) },
    };
    const document = { name, fields, createTime: time, updateTime: time };
    store.commit(time, [{ name, document }]);
  }
}

/** The heap in use in MB; without what can be collected when node runs with --expose-gc. */
function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

/** The processor time of one run in ms. */
function cost(run: () => unknown, runs: number): number {
  const start = process.cpuUsage();
  for (let i = 0; i < runs; i++) run();
  const { user, system } = process.cpuUsage(start);
  return Math.round((user + system) / runs / 10) / 100;
}

const store = new Store();
fill(store);
const before = heap();
const indexed = Collection.prototype.indexed;
const rows = Object.entries(QUERIES).map(([name, part]) => {
  const query = parseQuery(ROOT, { ...EVERYTHING, ...part });
  const run = name.startsWith("count")
    ? () => countQuery(store, query, Number.POSITIVE_INFINITY)
    : () => runQuery(store, query, Number.POSITIVE_INFINITY);
  Collection.prototype.indexed = () => undefined;
  const scan = cost(run, 5);
  Collection.prototype.indexed = indexed;
  return { query: name, scan, "first with an index": cost(run, 1), index: cost(run, 50) };
});
console.table(rows);
const after = heap();
console.log(
  `${SIZE} documents: ${before.toFixed(1)} MB, and with these indexes ${after.toFixed(1)} MB`,
);
