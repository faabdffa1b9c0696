import { status } from "@grpc/grpc-js";
import type { Micros } from "./clock.ts";
import { type FieldPath, parseFieldPath } from "./field-path.ts";
import {
  checkDocumentIds,
  DOCUMENT_ID,
  type Filter,
  fieldOf,
  inequalityPaths,
  leavesOf,
  matches,
  parseFilter,
} from "./filter.ts";
import { checkParent, idOf, parentOf } from "./names.ts";
import { invalidArgument, RpcError, unimplemented } from "./status.ts";
import type { Document, Store } from "./store.ts";
import { compareStrings, compareValues } from "./values.ts";
import type { CursorMessage, StructuredQuery, Value } from "./wire.ts";

/** https://firebase.google.com/docs/firestore/query-data/queries#query_limitations */
const MAX_CONDITIONS = 100;
const MAX_INEQUALITY_FIELDS = 10;

interface Order {
  path: FieldPath;
  descending: boolean;
}

/** A query that has been checked, with everything that the message leaves implicit. */
export interface Query {
  parent: string;
  /** Absent for every collection, which is what a recursive delete asks for. */
  collectionId: string | undefined;
  allDescendants: boolean;
  filter: Filter | undefined;
  /** Fields that a result must have. */
  required: FieldPath[];
  orders: Order[];
  startAt: CursorMessage | undefined;
  endAt: CursorMessage | undefined;
  offset: number;
  limit: number;
  /** The fields to answer; absent for all. */
  projection: FieldPath[] | undefined;
}

/** https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1#structuredquery */
export function parseQuery(parent: string, message: StructuredQuery | undefined): Query {
  checkParent(parent);
  if (!message) throw invalidArgument("A query is missing.");
  if (message.findNearest) throw unimplemented("vector search (findNearest)");
  const [from, ...others] = message.from;
  if (!from || others.length > 0) throw invalidArgument("A query reads from one collection.");
  if (from.collectionId === "" && !from.allDescendants) {
    throw invalidArgument("A query without a collection id must read all descendants.");
  }
  if (message.offset < 0) throw invalidArgument("offset is negative");
  if (message.limit && message.limit.value < 0) throw invalidArgument("limit is negative");

  const filter = message.where ? parseFilter(message.where) : undefined;
  if (filter) checkDocumentIds(filter, checkReference);
  const given = message.orderBy.map(({ field, direction }) => ({
    path: parseFieldPath(field?.fieldPath ?? ""),
    descending: direction === "DESCENDING",
  }));
  checkOrders(given);
  const leaves = filter ? leavesOf(filter) : [];
  if (leaves.length + given.length > MAX_CONDITIONS) {
    throw invalidArgument(`A query has at most ${MAX_CONDITIONS} filters and orders.`);
  }
  const orders = allOrders(given, filter ? inequalityPaths(filter) : []);
  if (orders[0]?.descending && isName(orders[0].path) && leaves.every(({ path }) => isName(path))) {
    // Google needs an index for it that is not there by default.
    throw new RpcError(
      status.FAILED_PRECONDITION,
      "Firestore does not order by __name__ alone in descending direction.",
    );
  }
  return {
    parent,
    collectionId: from.collectionId || undefined,
    allDescendants: from.allDescendants,
    filter,
    required: orders.map(({ path }) => path),
    orders,
    startAt: checkCursor(message.startAt, orders),
    endAt: checkCursor(message.endAt, orders),
    offset: message.offset,
    limit: message.limit?.value ?? Number.POSITIVE_INFINITY,
    projection: message.select?.fields.map(({ fieldPath }) => parseFieldPath(fieldPath)),
  };
}

const isName = (path: FieldPath) => path.length === 1 && path[0] === DOCUMENT_ID;

/**
 * The given orders, then the fields of inequalities by name, then the document's name, so that the
 * order is total; the added ones run in the direction of the last given one.
 */
function allOrders(given: Order[], inequalities: readonly FieldPath[]): Order[] {
  const orders = [...given];
  const descending = given.at(-1)?.descending ?? false;
  const add = (path: FieldPath) => {
    if (!orders.some((order) => samePath(order.path, path))) orders.push({ path, descending });
  };
  const fields = new Set(inequalities.map(String));
  if (fields.size > MAX_INEQUALITY_FIELDS) {
    throw invalidArgument(`A query has at most ${MAX_INEQUALITY_FIELDS} inequality fields.`);
  }
  inequalities
    .filter((path) => !isName(path))
    .toSorted(comparePaths)
    .forEach(add);
  add([DOCUMENT_ID]);
  return orders;
}

const samePath = (a: FieldPath, b: FieldPath) => comparePaths(a, b) === 0;

function comparePaths(a: FieldPath, b: FieldPath): number {
  for (const [i, key] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    if (key !== other) return compareStrings(key, other);
  }
  return a.length - b.length;
}

function checkOrders(orders: readonly Order[]): void {
  const name = orders.findIndex(({ path }) => isName(path));
  if (name !== -1 && name < orders.length - 1) {
    throw invalidArgument("Nothing can be ordered after __name__.");
  }
  orders.forEach(({ path }, i) => {
    if (orders.slice(0, i).some((earlier) => samePath(earlier.path, path))) {
      throw invalidArgument(`The field ${path.join(".")} is ordered twice.`);
    }
  });
}

function checkReference(value: Value): void {
  if (value.valueType !== "referenceValue") {
    throw invalidArgument("__name__ is compared with something that is no document reference.");
  }
}

function checkCursor(
  cursor: CursorMessage | null,
  orders: readonly Order[],
): CursorMessage | undefined {
  if (!cursor) return undefined;
  if (cursor.values.length > orders.length) throw invalidArgument("A cursor has too many values.");
  cursor.values.forEach((value, i) => {
    const order = orders[i];
    if (order && isName(order.path)) checkReference(value);
  });
  return cursor;
}

/** Whether the query looks at this document at all, whatever its fields. */
export function inScope(query: Query, name: string): boolean {
  return name.startsWith(`${query.parent}/`) && inCollection(query, parentOf(name));
}

function inCollection(query: Query, collection: string): boolean {
  if (query.collectionId !== undefined && idOf(collection) !== query.collectionId) return false;
  return query.allDescendants || parentOf(collection) === query.parent;
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
  const rows: Row[] = [];
  for (const document of candidates(store, query, at)) {
    if (query.filter && !matches(query.filter, document)) continue;
    if (query.required.some((path) => fieldOf(document, path) === undefined)) continue;
    const keys = query.orders.flatMap(({ path }) => fieldOf(document, path) ?? []);
    if (startsBefore(query, keys) || endsAfter(query, keys)) continue;
    rows.push({ document, keys });
  }
  rows.sort((a, b) => compareKeys(query.orders, a.keys, b.keys));
  const end = query.offset + query.limit;
  return {
    documents: rows.slice(query.offset, end).map(({ document }) => document),
    skipped: Math.min(query.offset, rows.length),
  };
}

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
