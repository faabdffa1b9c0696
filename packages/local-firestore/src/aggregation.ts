import { type FieldPath, getField, isDocumentId, parseReadPath } from "./field-path.ts";
import { orderedBy, type Query } from "./query.ts";
import type { View } from "./reads.ts";
import { invalidArgument } from "./status.ts";
import { NULL } from "./values.ts";
import type { Aggregation, Fields, Value } from "./wire.ts";

const INT64 = 2n ** 63n;

type Aggregate = { alias: string } & (
  | { kind: "count"; upTo: number }
  | { kind: "sum" | "avg"; path: FieldPath }
);

/** https://firebase.google.com/docs/firestore/query-data/aggregation-queries */
export function parseAggregations(messages: readonly Aggregation[]): Aggregate[] {
  if (messages.length === 0 || messages.length > 5) {
    throw invalidArgument("An aggregation query has 1 to 5 aggregations.");
  }
  return messages.map((message, i) => {
    const alias = message.alias || `field_${i + 1}`;
    switch (message.operator) {
      case "count": {
        const upTo = message.count?.upTo;
        return { alias, kind: "count", upTo: upTo ? Number(upTo.value) : Number.POSITIVE_INFINITY };
      }
      case "sum":
      case "avg": {
        const path = parseReadPath(message[message.operator]?.field?.fieldPath ?? "");
        if (isDocumentId(path)) throw invalidArgument("__name__ cannot be aggregated.");
        return { alias, kind: message.operator, path };
      }
      default:
        throw invalidArgument("An aggregation has no operator.");
    }
  });
}

/** Google says this before anything it has against the query itself. */
export function checkProjection(isProjected: boolean, aggregates: readonly Aggregate[]): void {
  if (isProjected && aggregates.some(({ kind }) => kind !== "count")) {
    throw invalidArgument("Cannot apply property masks when aggregation fields are present.");
  }
}

/**
 * The query whose results are aggregated: in Firestore's indexes, it is also ordered by the
 * aggregated fields. Documents without them do not count, and a limit takes the lowest.
 */
export function aggregatedQuery(query: Query, aggregates: readonly Aggregate[]): Query {
  const paths = aggregates.flatMap((aggregate) =>
    aggregate.kind === "count" ? [] : [aggregate.path],
  );
  if (paths.length === 0) return query;
  const ordered = orderedBy(query, paths);
  if (ordered !== query && query.namesDocuments) {
    throw invalidArgument("There is no index that has an aggregated field after __name__.");
  }
  return ordered;
}

export function aggregate(reads: View, query: Query, aggregates: readonly Aggregate[]): Fields {
  const documents = aggregates.every(({ kind }) => kind === "count")
    ? undefined
    : reads.run(query).documents;
  const found = documents?.length ?? reads.count(query);
  return Object.fromEntries(
    aggregates.map((each): [string, Value] => {
      if (each.kind === "count") {
        const count = Math.min(found, each.upTo);
        return [each.alias, { valueType: "integerValue", integerValue: String(count) }];
      }
      const values = (documents ?? []).flatMap(({ fields }) => getField(fields, each.path) ?? []);
      return [each.alias, each.kind === "sum" ? sum(values) : average(values)];
    }),
  );
}

/** An integer, unless a double is among the values or the sum does not fit 64 bits. */
function sum(values: readonly Value[]): Value {
  let integers = 0n;
  let doubles = 0;
  let hasDouble = false;
  for (const value of values) {
    if (value.valueType === "integerValue") integers += BigInt(value.integerValue);
    if (value.valueType === "doubleValue") {
      doubles += value.doubleValue;
      hasDouble = true;
    }
  }
  return hasDouble || integers >= INT64 || integers < -INT64
    ? { valueType: "doubleValue", doubleValue: Number(integers) + doubles }
    : { valueType: "integerValue", integerValue: String(integers) };
}

function average(values: readonly Value[]): Value {
  const numbers = values.flatMap((value) => {
    if (value.valueType === "integerValue") return Number(value.integerValue);
    return value.valueType === "doubleValue" ? value.doubleValue : [];
  });
  if (numbers.length === 0) return NULL;
  const total = numbers.reduce((a, b) => a + b, 0);
  return { valueType: "doubleValue", doubleValue: total / numbers.length };
}
