import { checkDisjunctions } from "./disjunctions.ts";
import { type FieldPath, getField, isDocumentId, parseReadPath } from "./field-path.ts";
import { checkComparable } from "./limits.ts";
import { invalidArgument } from "./status.ts";
import type { Document } from "./store.ts";
import { compareValues, isNaNValue, NULL, sameValue, typeRank } from "./values.ts";
import type { FieldOperator, FilterMessage, UnaryOperator, Value } from "./wire.ts";

export type Leaf =
  | { kind: "field"; path: FieldPath; op: FieldOperator; value: Value }
  | { kind: "unary"; path: FieldPath; op: UnaryOperator };

/** "all" holds when each of its filters does, "any" when one does. */
export type Filter = Leaf | { kind: "all" | "any"; filters: Filter[] };

/** https://firebase.google.com/docs/firestore/query-data/queries#limitations_2 */
const MAX_IN = 30;
const MAX_NOT_IN = 10;
const NAN: Value = { valueType: "doubleValue", doubleValue: Number.NaN };

/** The value of a field, where __name__ is the reference to the document itself. */
export function fieldOf(document: Document, path: FieldPath): Value | undefined {
  return isDocumentId(path)
    ? { valueType: "referenceValue", referenceValue: document.name }
    : getField(document.fields, path);
}

/** Reads a filter and refuses what Firestore refuses. */
export function parseFilter(message: FilterMessage): Filter {
  const filter = toFilter(message);
  const leaves = leavesOf(filter);
  const negations = leaves.filter(({ op }) => isNegation(op));
  if (negations.length > 1) {
    throw invalidArgument("Only one of NOT_EQUAL, NOT_IN, IS_NOT_NAN and IS_NOT_NULL is allowed.");
  }
  if (leaves.some(({ op }) => op === "NOT_IN")) {
    if (leaves.some(({ op }) => op === "IN" || op === "ARRAY_CONTAINS_ANY") || hasAny(filter)) {
      throw invalidArgument("NOT_IN cannot be combined with IN, ARRAY_CONTAINS_ANY or OR.");
    }
  }
  checkKeys(leaves);
  checkDisjunctions(filter);
  return filter;
}

function toFilter(message: FilterMessage): Filter {
  if (message.filterType === "compositeFilter" && message.compositeFilter) {
    const { op, filters } = message.compositeFilter;
    if (op === "OPERATOR_UNSPECIFIED") throw invalidArgument("A composite filter has no operator.");
    if (filters.length === 0) throw invalidArgument("A composite filter has no filters.");
    return { kind: op === "AND" ? "all" : "any", filters: filters.map(toFilter) };
  }
  if (message.filterType === "fieldFilter" && message.fieldFilter) {
    const { field, op, value } = message.fieldFilter;
    if (op === "OPERATOR_UNSPECIFIED") throw invalidArgument("A field filter has no operator.");
    if (!field || !value) throw invalidArgument("A field filter has no field or no value.");
    checkOperand(op, value);
    checkComparable(value);
    return { kind: "field", path: parseReadPath(field.fieldPath), op, value };
  }
  if (message.filterType === "unaryFilter" && message.unaryFilter) {
    const { field, op } = message.unaryFilter;
    if (op === "OPERATOR_UNSPECIFIED") throw invalidArgument("A unary filter has no operator.");
    if (!field) throw invalidArgument("A unary filter has no field.");
    return { kind: "unary", path: parseReadPath(field.fieldPath), op };
  }
  throw invalidArgument("A filter is empty.");
}

function checkOperand(op: FieldOperator, value: Value): void {
  if (op !== "IN" && op !== "NOT_IN" && op !== "ARRAY_CONTAINS_ANY") return;
  const count = value.valueType === "arrayValue" ? value.arrayValue.values.length : 0;
  const most = op === "NOT_IN" ? MAX_NOT_IN : MAX_IN;
  if (count === 0) throw invalidArgument(`'${op}' requires a non-empty ArrayValue.`);
  if (count > most) throw invalidArgument(`'${op}' supports up to ${most} comparison values.`);
}

/** The filters of single fields, wherever they are. */
export function leavesOf(filter: Filter): Leaf[] {
  return filter.kind === "field" || filter.kind === "unary"
    ? [filter]
    : filter.filters.flatMap(leavesOf);
}

const hasAny = (filter: Filter): boolean =>
  filter.kind === "any" || (filter.kind === "all" && filter.filters.some(hasAny));

const isNegation = (op: FieldOperator | UnaryOperator) =>
  op === "NOT_EQUAL" || op === "NOT_IN" || op === "IS_NOT_NAN" || op === "IS_NOT_NULL";

/** Which documents a query may name, when it also has ranges of other fields. */
function checkKeys(leaves: readonly Leaf[]): void {
  const inequalities = leaves.filter(({ op }) => isInequality(op));
  const named = leaves.some(({ path, op }) => isDocumentId(path) && !isInequality(op));
  if (named && inequalities.length > 0 && !inequalities.some(({ path }) => isDocumentId(path))) {
    throw invalidArgument("Equality on key is not allowed if there are other inequality fields.");
  }
}

const isInequality = (op: FieldOperator | UnaryOperator) =>
  isNegation(op) || op.startsWith("LESS_") || op.startsWith("GREATER_");

/** The fields that are compared for more than equality: results are ordered by them. */
export function inequalityPaths(filter: Filter): FieldPath[] {
  return leavesOf(filter)
    .filter(({ op }) => isInequality(op))
    .map(({ path }) => path);
}

/** Calls back with each value that a filter compares __name__ with. */
export function checkDocumentIds(filter: Filter, check: (value: Value) => void): void {
  for (const leaf of leavesOf(filter)) {
    if (leaf.kind !== "field" || !isDocumentId(leaf.path)) continue;
    if (leaf.value.valueType === "arrayValue") leaf.value.arrayValue.values.forEach(check);
    else check(leaf.value);
  }
}

export function matches(filter: Filter, document: Document): boolean {
  switch (filter.kind) {
    case "all":
      return filter.filters.every((inner) => matches(inner, document));
    case "any":
      return filter.filters.some((inner) => matches(inner, document));
    case "field": {
      const value = fieldOf(document, filter.path);
      return value !== undefined && matchesField(filter.op, value, filter.value);
    }
    case "unary": {
      const value = fieldOf(document, filter.path);
      return value !== undefined && matchesUnary(filter.op, value);
    }
  }
}

/**
 * A range holds values of the operand's own type only, and no NaN. Null matches no negation.
 * https://firebase.google.com/docs/firestore/query-data/queries#query_operators
 */
function matchesField(op: FieldOperator, value: Value, operand: Value): boolean {
  switch (op) {
    case "EQUAL":
      return sameValue(value, operand);
    case "NOT_EQUAL":
      return !isNull(value) && !sameValue(value, operand);
    case "LESS_THAN":
      return inRange(value, operand) && compareValues(value, operand) < 0;
    case "LESS_THAN_OR_EQUAL":
      return inRange(value, operand) && compareValues(value, operand) <= 0;
    case "GREATER_THAN":
      return inRange(value, operand) && compareValues(value, operand) > 0;
    case "GREATER_THAN_OR_EQUAL":
      return inRange(value, operand) && compareValues(value, operand) >= 0;
    case "ARRAY_CONTAINS":
      return elementsOf(value).some((element) => sameValue(element, operand));
    case "IN":
      return isOneOf(value, operand);
    case "ARRAY_CONTAINS_ANY":
      return elementsOf(value).some((element) => isOneOf(element, operand));
    case "NOT_IN":
      return !isNull(value) && !elementsOf(operand).some(isNull) && !isOneOf(value, operand);
  }
}

function matchesUnary(op: UnaryOperator, value: Value): boolean {
  switch (op) {
    case "IS_NULL":
      return isNull(value);
    case "IS_NOT_NULL":
      return !isNull(value);
    case "IS_NAN":
      return isNaNValue(value);
    case "IS_NOT_NAN":
      return !isNull(value) && !isNaNValue(value);
  }
}

const isNull = (value: Value) => value.valueType === "nullValue";

const inRange = (value: Value, operand: Value) =>
  typeRank(value) === typeRank(operand) && isNaNValue(value) === isNaNValue(operand);

/**
 * Where a value is in Firestore's order, as seen from the values that match: negative before them,
 * positive after them. Undefined for a condition whose matches are not all in one place.
 */
export function placeFor(leaf: Leaf): ((value: Value) => number) | undefined {
  switch (leaf.op) {
    case "EQUAL":
    case "LESS_THAN":
    case "LESS_THAN_OR_EQUAL":
    case "GREATER_THAN":
    case "GREATER_THAN_OR_EQUAL": {
      const { op, value: operand } = leaf;
      const otherwise = op.startsWith("LESS_") ? 1 : -1;
      return (value) =>
        matchesField(op, value, operand) ? 0 : compareValues(value, operand) || otherwise;
    }
    case "IS_NULL":
      return (value) => compareValues(value, NULL);
    case "IS_NAN":
      return (value) => compareValues(value, NAN);
    default:
      return undefined;
  }
}

const elementsOf = (value: Value) =>
  value.valueType === "arrayValue" ? value.arrayValue.values : [];

/** Null and NaN equal nothing inside a list of values. */
const isOneOf = (value: Value, list: Value) =>
  !isNull(value) &&
  !isNaNValue(value) &&
  elementsOf(list).some((candidate) => sameValue(candidate, value));
