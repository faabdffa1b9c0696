import type { Micros } from "./clock.ts";
import { firstIndex } from "./field-index.ts";
import { type FieldPath, isDocumentId } from "./field-path.ts";
import { type Filter, fieldOf, type Leaf, placeFor } from "./filter.ts";
import { type Query, samePath } from "./query.ts";
import type { Document, Store } from "./store.ts";
import { compareValues } from "./values.ts";
import type { Value } from "./wire.ts";

/** A part of an index that has all results of a query. */
interface Plan {
  documents: readonly Document[];
  from: number;
  to: number;
  /** The query, without the conditions that all documents of the part meet. */
  query: Query;
  /** Which of the query's orders the documents are in when they are scanned. */
  order: "all" | "first" | "none";
  descending: boolean;
  /** Whether the part has nothing but results. */
  isExact: boolean;
  /** About how many documents have to be looked at. */
  cost: number;
  scan(): Generator<Document>;
}

/** Sorting costs more for each document than looking at it. */
const SORTING = 4;

/** The cheapest way to use an index for a query; undefined when everything has to be scanned. */
export function planOf(store: Store, query: Query, at: Micros): Plan | undefined {
  const [first] = query.orders;
  if (query.allDescendants || !first) return undefined;
  const collection = store.collection(`${query.parent}/${query.collectionId}`);
  if (!collection) return undefined;

  const conditions = conditionsOf(query.filter);
  const paths = [first.path, ...conditions.filter(isEquality).map(({ path }) => path)];
  const plans = paths
    .filter((path, i) => paths.findIndex((other) => samePath(other, path)) === i)
    .flatMap((path) => {
      const documents = collection.indexed(path, at);
      return documents ? [planWith(query, conditions, path, documents)] : [];
    });
  // How rare the results of one plan are says how far another one has to look for them.
  const rarest = Math.min(...plans.map(({ to, from }) => to - from));
  for (const plan of plans) {
    const size = plan.to - plan.from;
    const wanted = ((query.offset + query.limit) * size) / Math.max(rarest, 1);
    if (size > 0) plan.cost = plan.order === "none" ? SORTING * size : Math.min(size, wanted);
  }
  return plans.sort((a, b) => a.cost - b.cost)[0];
}

/** The conditions that every result meets. */
function conditionsOf(filter: Filter | undefined): Leaf[] {
  if (!filter) return [];
  if (filter.kind === "field" || filter.kind === "unary") return [filter];
  return filter.kind === "all" ? filter.filters.flatMap(conditionsOf) : [];
}

const isEquality = ({ op }: Leaf) => op === "EQUAL" || op === "IS_NULL" || op === "IS_NAN";

function planWith(
  query: Query,
  conditions: readonly Leaf[],
  path: FieldPath,
  documents: readonly Document[],
): Plan {
  let from = 0;
  let to = documents.length;
  /** Narrows the part to documents from the first that passes one test to the first that passes the other. */
  const narrow = (
    isIn: ((value: Value) => boolean) | undefined,
    isAfter: ((value: Value) => boolean) | undefined,
  ) => {
    if (isIn)
      from = Math.max(
        from,
        firstIndex(documents, (each) => test(each, path, isIn)),
      );
    if (isAfter)
      to = Math.min(
        to,
        firstIndex(documents, (each) => test(each, path, isAfter)),
      );
  };
  const met = new Set<Filter>();
  for (const condition of conditions) {
    const place = samePath(condition.path, path) ? placeFor(condition) : undefined;
    if (!place) continue;
    met.add(condition);
    narrow(
      (value) => place(value) >= 0,
      (value) => place(value) > 0,
    );
  }

  const equal = conditions.some((each) => samePath(each.path, path) && isEquality(each));
  // Where all documents have one value, the order by it says nothing.
  const orders = equal ? query.orders.filter((each) => !samePath(each.path, path)) : query.orders;
  const [first, second] = orders;
  const descending = first?.descending ?? false;
  const isFirst = first !== undefined && samePath(first.path, path);
  const order =
    first && isDocumentId(first.path)
      ? "all"
      : !isFirst
        ? "none"
        : second && isDocumentId(second.path) && second.descending === descending
          ? "all"
          : "first";

  const start = query.startAt?.values[0];
  const end = query.endAt?.values[0];
  if (isFirst && orders === query.orders) {
    const compared = (value: Value, other: Value) => compareValues(value, other);
    if (start && !descending) narrow((value) => compared(value, start) >= 0, undefined);
    if (start && descending) narrow(undefined, (value) => compared(value, start) > 0);
    if (end && !descending) narrow(undefined, (value) => compared(value, end) > 0);
    if (end && descending) narrow((value) => compared(value, end) >= 0, undefined);
  }

  const filter = query.filter && without(query.filter, met);
  const others = query.orders.filter(
    (each) => !samePath(each.path, path) && !isDocumentId(each.path),
  );
  return {
    documents,
    from,
    to: Math.max(from, to),
    query: { ...query, filter },
    order,
    descending,
    isExact: !filter && !query.startAt && !query.endAt && others.length === 0,
    cost: 0,
    *scan() {
      for (let i = this.from; i < this.to; i++) {
        const document = documents[descending ? this.to - 1 - (i - this.from) : i];
        if (document) yield document;
      }
    },
  };
}

function test(document: Document, path: FieldPath, holds: (value: Value) => boolean): boolean {
  const value = fieldOf(document, path);
  return value !== undefined && holds(value);
}

/** The filter that is left when these conditions are known to hold. */
function without(filter: Filter, met: ReadonlySet<Filter>): Filter | undefined {
  if (met.has(filter)) return undefined;
  if (filter.kind !== "all") return filter;
  const filters = filter.filters.flatMap((inner) => without(inner, met) ?? []);
  return filters.length === 0 ? undefined : { kind: "all", filters };
}
