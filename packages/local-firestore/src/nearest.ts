import { type FieldPath, getField, parseReadPath } from "./field-path.ts";
import { checkComparable, checkKey } from "./limits.ts";
import { invalidArgument } from "./status.ts";
import type { Document } from "./store.ts";
import { vectorOf } from "./values.ts";
import type { StructuredQuery, Value } from "./wire.ts";

const MAX_LIMIT = 1_000;
const MEASURES = ["EUCLIDEAN", "COSINE", "DOT_PRODUCT"] as const;

/** The part of a query that orders its results by the distance of a vector. */
export interface Nearest {
  path: FieldPath;
  vector: number[];
  measure: (typeof MEASURES)[number];
  limit: number;
  /** The largest distance, or the smallest dot product. */
  threshold: number | undefined;
  /** The field of the results that tells the distance; undefined for none. */
  resultField: string | undefined;
}

/**
 * Reads the vector search of a query, which has no other limits.
 * https://firebase.google.com/docs/firestore/vector-search
 */
export function parseNearest(query: StructuredQuery): Nearest | undefined {
  if (!query.findNearest) return undefined;
  if (query.limit || query.offset || query.startAt || query.endAt) {
    throw invalidArgument("A limit, offset or cursor cannot be used with FindNearest.");
  }
  const { vectorField, queryVector, distanceMeasure, limit, distanceThreshold } = query.findNearest;
  const measure = MEASURES.find((name) => name === distanceMeasure);
  if (!measure) throw invalidArgument("FindNearest has no distance measure.");
  if (!limit || limit.value < 1 || limit.value > MAX_LIMIT) {
    throw invalidArgument(`FindNearest.limit must be positive and no more than ${MAX_LIMIT}.`);
  }
  if (queryVector) checkComparable(queryVector);
  const vector = queryVector ? numbersIn(queryVector) : undefined;
  if (!vector) throw invalidArgument("The query value of FindNearest must be a vector.");
  const resultField = query.findNearest.distanceResultField || undefined;
  if (resultField) checkKey(resultField);
  return {
    path: parseReadPath(vectorField?.fieldPath ?? ""),
    vector,
    measure,
    limit: limit.value,
    threshold: distanceThreshold?.value,
    resultField,
  };
}

function numbersIn(value: Value): number[] | undefined {
  const vector = value.valueType === "mapValue" ? vectorOf(value.mapValue.fields) : undefined;
  return vector?.map((item) => (item.valueType === "doubleValue" ? item.doubleValue : Number.NaN));
}

/** The nearest first; equally near ones stay as they were, and a distance that is NaN comes last. */
export function nearestOf(documents: readonly Document[], nearest: Nearest): Document[] {
  const { path, vector, measure, limit, threshold, resultField } = nearest;
  const sign = measure === "DOT_PRODUCT" ? -1 : 1;
  return documents
    .flatMap((document) => {
      const value = getField(document.fields, path);
      const other = value && numbersIn(value);
      if (other?.length !== vector.length) return [];
      return { document, distance: distanceBetween(vector, other, measure) };
    })
    .filter(({ distance }) => threshold === undefined || sign * distance <= sign * threshold)
    .sort((a, b) => byDistance(a.distance * sign, b.distance * sign))
    .slice(0, limit)
    .map(({ document, distance }) => {
      if (!resultField) return document;
      const told: Value = { valueType: "doubleValue", doubleValue: distance };
      return { ...document, fields: { ...document.fields, [resultField]: told } };
    });
}

function byDistance(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : Number(a > b);
}

function distanceBetween(
  a: readonly number[],
  b: readonly number[],
  measure: Nearest["measure"],
): number {
  switch (measure) {
    case "EUCLIDEAN":
      return Math.sqrt(sumOf(a, b, (x, y) => (x - y) ** 2));
    case "DOT_PRODUCT":
      return dot(a, b);
    case "COSINE":
      return 1 - dot(a, b) / (Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b)));
  }
}

const dot = (a: readonly number[], b: readonly number[]) => sumOf(a, b, (x, y) => x * y);

const sumOf = (
  a: readonly number[],
  b: readonly number[],
  each: (x: number, y: number) => number,
) => a.reduce((sum, x, i) => sum + each(x, b[i] ?? Number.NaN), 0);
