import type { Micros } from "./clock.ts";
import { fieldOf, matches } from "./filter.ts";
import { nearestOf } from "./nearest.ts";
import { inCollection, type Order, type Query } from "./query.ts";
import { planOf } from "./query-plan.ts";
import type { Document, Store } from "./store.ts";
import { compareValues } from "./values.ts";
import type { Value } from "./wire.ts";

/** A document with the values that it is ordered by. */
interface Row {
  document: Document;
  keys: Value[];
}

/** The results in order, and how many the offset skipped. */
export function runQuery(
  store: Store,
  query: Query,
  at: Micros,
): { documents: Document[]; skipped: number } {
  const end = query.offset + query.limit;
  const found = query.limit === 0 ? [] : firstRows(store, query, at, end);
  const documents = found.slice(query.offset, end).map(({ document }) => document);
  return {
    documents: query.nearest ? nearestOf(documents, query.nearest) : documents,
    skipped: Math.min(query.offset, found.length),
  };
}

/** How many results there are. */
export function countQuery(store: Store, query: Query, at: Micros): number {
  if (query.nearest || query.limit === 0) return runQuery(store, query, at).documents.length;
  const plan = planOf(store, query, at);
  const end = query.offset + query.limit;
  let found = 0;
  if (plan?.isExact) found = plan.to - plan.from;
  else for (const _ of rowsIn(plan?.scan() ?? candidates(store, query, at), query)) found += 1;
  return Math.max(0, Math.min(found, end) - query.offset);
}

/** The rows up to `end` in order. */
function firstRows(store: Store, query: Query, at: Micros, end: number): Row[] {
  const plan = planOf(store, query, at);
  if (!plan) return [...rowsIn(candidates(store, query, at), query)].sort(byOrders(query.orders));
  const rows = rowsIn(plan.scan(), plan.query);
  if (plan.order === "none") return [...rows].sort(byOrders(query.orders));
  return take(plan.order === "all" ? rows : sortedRuns(rows, query.orders), end);
}

function take(rows: Iterable<Row>, count: number): Row[] {
  const taken: Row[] = [];
  for (const row of rows) {
    taken.push(row);
    if (taken.length >= count) break;
  }
  return taken;
}

/** Rows that are in the first order already, in all orders. */
function* sortedRuns(rows: Iterable<Row>, orders: readonly Order[]): Generator<Row> {
  const first = byOrders(orders.slice(0, 1));
  const all = byOrders(orders);
  let run: Row[] = [];
  for (const row of rows) {
    if (run[0] && first(run[0], row) !== 0) {
      yield* run.sort(all);
      run = [];
    }
    run.push(row);
  }
  yield* run.sort(all);
}

function* candidates(store: Store, query: Query, at: Micros): Generator<Document> {
  if (!query.allDescendants) {
    yield* store.documents(`${query.parent}/${query.collectionId}`, at);
    return;
  }
  for (const collection of store.collections(query.parent, at)) {
    if (inCollection(query, collection)) yield* store.documents(collection, at);
  }
}

/** The documents that match, in the order in which they come. */
function* rowsIn(documents: Iterable<Document>, query: Query): Generator<Row> {
  const { filter, orders } = query;
  for (const document of documents) {
    if (filter && !matches(filter, document)) continue;
    const keys = orders.flatMap(({ path }) => fieldOf(document, path) ?? []);
    if (keys.length < orders.length) continue;
    if (startsBefore(query, keys) || endsAfter(query, keys)) continue;
    yield { document, keys };
  }
}

const byOrders = (orders: readonly Order[]) => (a: Row, b: Row) =>
  compareKeys(orders, a.keys, b.keys);

/** Compares as far as the shorter list goes: a cursor may give fewer values than there are orders. */
function compareKeys(orders: readonly Order[], a: readonly Value[], b: readonly Value[]): number {
  for (const [i, order] of orders.entries()) {
    const x = a[i];
    const y = b[i];
    if (x === undefined || y === undefined) return 0;
    const result = compareValues(x, y);
    if (result !== 0) return order.descending ? -result : result;
  }
  return 0;
}

function startsBefore({ startAt, orders }: Query, keys: readonly Value[]): boolean {
  if (!startAt) return false;
  const result = compareKeys(orders, keys, startAt.values);
  return startAt.before ? result < 0 : result <= 0;
}

function endsAfter({ endAt, orders }: Query, keys: readonly Value[]): boolean {
  if (!endAt) return false;
  const result = compareKeys(orders, keys, endAt.values);
  return endAt.before ? result >= 0 : result > 0;
}
