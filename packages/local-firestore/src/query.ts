import { status } from "@grpc/grpc-js";
import { DOCUMENT_ID, type FieldPath, isDocumentId, parseReadPath } from "./field-path.ts";
import { checkDocumentIds, type Filter, inequalityPaths, leavesOf, parseFilter } from "./filter.ts";
import { checkParent, idOf, parentOf } from "./names.ts";
import { type Nearest, parseNearest } from "./nearest.ts";
import { invalidArgument, RpcError } from "./status.ts";
import { compareStrings } from "./strings.ts";
import type { CursorMessage, StructuredQuery, Value } from "./wire.ts";

/** https://firebase.google.com/docs/firestore/query-data/queries#query_limitations */
const MAX_CONDITIONS = 100;
const MAX_INEQUALITY_FIELDS = 10;

export interface Order {
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
  /** The last one is __name__, so no two documents are equal in it. A result has all its fields. */
  orders: Order[];
  /** Whether it says something of __name__ itself. */
  namesDocuments: boolean;
  startAt: CursorMessage | undefined;
  endAt: CursorMessage | undefined;
  offset: number;
  limit: number;
  /** Set when the results are the ones with the nearest vectors. */
  nearest: Nearest | undefined;
  /** The fields to answer; absent for all. */
  projection: FieldPath[] | undefined;
}

/** https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1#structuredquery */
export function parseQuery(parent: string, message: StructuredQuery | undefined): Query {
  checkParent(parent);
  if (!message) throw invalidArgument("A query is missing.");
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
    path: parseReadPath(field?.fieldPath ?? ""),
    descending: direction === "DESCENDING",
  }));
  const leaves = filter ? leavesOf(filter) : [];
  checkScan(given, leaves);
  checkOrders(given);
  if (leaves.length + given.length > MAX_CONDITIONS) {
    throw invalidArgument(`A query has at most ${MAX_CONDITIONS} filters and orders.`);
  }
  const orders = allOrders(given, filter ? inequalityPaths(filter) : []);
  return {
    parent,
    collectionId: from.collectionId || undefined,
    allDescendants: from.allDescendants,
    filter,
    orders,
    namesDocuments: [...given, ...leaves].some(({ path }) => isDocumentId(path)),
    startAt: checkCursor(message.startAt, orders),
    endAt: checkCursor(message.endAt, orders),
    offset: message.offset,
    limit: message.limit?.value ?? Number.POSITIVE_INFINITY,
    nearest: parseNearest(message),
    projection: message.select?.fields.map(({ fieldPath }) => parseReadPath(fieldPath)),
  };
}

/**
 * The given orders, then the fields of inequalities by name, then the document's name, so that the
 * order is total; the added ones run in the direction of the last given one.
 */
function allOrders(given: readonly Order[], inequalities: readonly FieldPath[]): Order[] {
  if (new Set(inequalities.map(String)).size > MAX_INEQUALITY_FIELDS) {
    throw invalidArgument(`A query has at most ${MAX_INEQUALITY_FIELDS} inequality fields.`);
  }
  const fields = inequalities.filter((path) => !isDocumentId(path)).toSorted(comparePaths);
  const missing = fields.some((path) => !given.some((order) => samePath(order.path, path)));
  if (missing && given.some(({ path }) => isDocumentId(path))) {
    throw invalidArgument("Nothing can be ordered after __name__.");
  }
  return withOrders(given, [...fields, [DOCUMENT_ID]]);
}

/** The query, ordered by these fields as well, after its own. */
export function orderedBy(query: Query, paths: readonly FieldPath[]): Query {
  const own = query.orders.slice(0, -1);
  const orders = withOrders(own, paths.toSorted(comparePaths));
  if (orders.length === own.length) return query;
  return { ...query, orders: [...orders, ...query.orders.slice(-1)] };
}

function withOrders(given: readonly Order[], paths: readonly FieldPath[]): Order[] {
  const orders = [...given];
  const descending = given.at(-1)?.descending ?? false;
  for (const path of paths) {
    if (!orders.some((order) => samePath(order.path, path))) orders.push({ path, descending });
  }
  return orders;
}

export const samePath = (a: FieldPath, b: FieldPath) => comparePaths(a, b) === 0;

function comparePaths(a: FieldPath, b: FieldPath): number {
  for (const [i, key] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    if (key !== other) return compareStrings(key, other);
  }
  return a.length - b.length;
}

/** Descending ids without anything else need an index that is not there by default. */
function checkScan(given: readonly Order[], leaves: readonly { path: FieldPath }[]): void {
  const descending = given.length > 0 && given.every((o) => o.descending && isDocumentId(o.path));
  if (descending && leaves.every(({ path }) => isDocumentId(path))) {
    throw new RpcError(
      status.FAILED_PRECONDITION,
      "Firestore does not support descending scans of ids.",
    );
  }
}

function checkOrders(orders: readonly Order[]): void {
  const name = orders.findIndex(({ path }) => isDocumentId(path));
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
    if (order && isDocumentId(order.path)) checkReference(value);
  });
  return cursor;
}

/** Whether the query looks at this document at all, whatever its fields. */
export function inScope(query: Query, name: string): boolean {
  return name.startsWith(`${query.parent}/`) && inCollection(query, parentOf(name));
}

export function inCollection(query: Query, collection: string): boolean {
  if (query.collectionId !== undefined && idOf(collection) !== query.collectionId) return false;
  return query.allDescendants || parentOf(collection) === query.parent;
}
