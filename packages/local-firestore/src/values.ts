import { compareNames } from "./names.ts";
import { compareStrings } from "./strings.ts";
import type { Fields, Timestamp, Value } from "./wire.ts";

export const NULL: Value = { valueType: "nullValue", nullValue: "NULL_VALUE" };

export const isNaNValue = (value: Value) =>
  value.valueType === "doubleValue" && Number.isNaN(value.doubleValue);

/** The vector inside a map that is one; the SDK writes it as {__type__: "__vector__", value: […]}. */
export function vectorOf(fields: Fields): Value[] | undefined {
  const { __type__: type, value } = fields;
  if (type?.valueType !== "stringValue" || type.stringValue !== "__vector__") return undefined;
  return value?.valueType === "arrayValue" ? value.arrayValue.values : undefined;
}

/** The fields inside a value that is a map. A vector has none: it is one value. */
export const fieldsIn = (value: Value | undefined): Fields | undefined =>
  value?.valueType === "mapValue" && !vectorOf(value.mapValue.fields)
    ? value.mapValue.fields
    : undefined;

/**
 * The place of a value's type among the types.
 * https://firebase.google.com/docs/firestore/manage-data/data-types#value_type_ordering
 */
export function typeRank(value: Value): number {
  switch (value.valueType) {
    case "nullValue":
      return 0;
    case "booleanValue":
      return 1;
    case "integerValue":
    case "doubleValue":
      return 2;
    case "timestampValue":
      return 3;
    case "stringValue":
      return 4;
    case "bytesValue":
      return 5;
    case "referenceValue":
      return 6;
    case "geoPointValue":
      return 7;
    case "arrayValue":
      return 8;
    case "mapValue":
      return vectorOf(value.mapValue.fields) ? 9 : 10;
  }
}

const order = <T extends string | number | boolean | bigint>(a: T, b: T) =>
  a < b ? -1 : a > b ? 1 : 0;

/** As a bigint where a number is not exact: JavaScript compares bigint with number exactly. */
function numberOf(value: Value): number | bigint {
  if (value.valueType === "integerValue") {
    const digits = value.integerValue;
    return digits.length < 16 ? Number(digits) : BigInt(digits);
  }
  return value.valueType === "doubleValue" ? value.doubleValue : 0;
}

function compareNumbers(a: Value, b: Value): number {
  const x = numberOf(a);
  const y = numberOf(b);
  const xNaN = Number.isNaN(x);
  const yNaN = Number.isNaN(y);
  if (xNaN || yNaN) return Number(yNaN) - Number(xNaN);
  return x < y ? -1 : x > y ? 1 : 0;
}

const compareTimestamps = (a: Timestamp, b: Timestamp) =>
  order(BigInt(a.seconds), BigInt(b.seconds)) || order(a.nanos, b.nanos);

function compareArrays(a: readonly Value[], b: readonly Value[]): number {
  for (const [i, value] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    const result = compareValues(value, other);
    if (result !== 0) return result;
  }
  return a.length - b.length;
}

function compareMaps(a: Fields, b: Fields): number {
  const entries = (fields: Fields) =>
    Object.entries(fields).sort(([x], [y]) => compareStrings(x, y));
  const others = entries(b);
  for (const [i, [key, value]] of entries(a).entries()) {
    const other = others[i];
    if (other === undefined) return 1;
    const result = compareStrings(key, other[0]) || compareValues(value, other[1]);
    if (result !== 0) return result;
  }
  return Object.keys(a).length - others.length;
}

/**
 * Firestore's order over all values: negative, 0 or positive. 1 and 1.0 are equal in it, as are 0
 * and -0, and NaN equals itself and comes before all other numbers.
 */
export function compareValues(a: Value, b: Value): number {
  const rank = typeRank(a) - typeRank(b);
  if (rank !== 0) return rank;
  switch (a.valueType) {
    case "nullValue":
      return 0;
    case "booleanValue":
      return b.valueType === a.valueType ? order(a.booleanValue, b.booleanValue) : 0;
    case "integerValue":
    case "doubleValue":
      return compareNumbers(a, b);
    case "timestampValue":
      return b.valueType === a.valueType
        ? compareTimestamps(a.timestampValue, b.timestampValue)
        : 0;
    case "stringValue":
      return b.valueType === a.valueType ? compareStrings(a.stringValue, b.stringValue) : 0;
    case "bytesValue":
      return b.valueType === a.valueType ? Buffer.compare(a.bytesValue, b.bytesValue) : 0;
    case "referenceValue":
      return b.valueType === a.valueType ? compareNames(a.referenceValue, b.referenceValue) : 0;
    case "geoPointValue":
      return b.valueType === a.valueType
        ? order(a.geoPointValue.latitude, b.geoPointValue.latitude) ||
            order(a.geoPointValue.longitude, b.geoPointValue.longitude)
        : 0;
    case "arrayValue":
      return b.valueType === a.valueType
        ? compareArrays(a.arrayValue.values, b.arrayValue.values)
        : 0;
    case "mapValue": {
      if (b.valueType !== a.valueType) return 0;
      const x = vectorOf(a.mapValue.fields);
      const y = vectorOf(b.mapValue.fields);
      if (!x || !y) return compareMaps(a.mapValue.fields, b.mapValue.fields);
      return x.length - y.length || compareArrays(x, y);
    }
  }
}

/** Equal in Firestore's order, so 1 equals 1.0. */
export const sameValue = (a: Value, b: Value) => compareValues(a, b) === 0;

/** Equal in every bit, so 1 is not 1.0: a write that changes only the type of a number is a change. */
export function identicalFields(a: Fields, b: Fields): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => {
    const x = a[key];
    const y = Object.hasOwn(b, key) ? b[key] : undefined;
    return x !== undefined && y !== undefined && identicalValues(x, y);
  });
}

function identicalValues(a: Value, b: Value): boolean {
  if (a.valueType === "doubleValue") {
    return b.valueType === a.valueType && Object.is(a.doubleValue, b.doubleValue);
  }
  if (a.valueType === "arrayValue") {
    if (b.valueType !== a.valueType) return false;
    const others = b.arrayValue.values;
    return (
      a.arrayValue.values.length === others.length &&
      a.arrayValue.values.every((value, i) => {
        const other = others[i];
        return other !== undefined && identicalValues(value, other);
      })
    );
  }
  if (a.valueType === "mapValue") {
    return b.valueType === a.valueType && identicalFields(a.mapValue.fields, b.mapValue.fields);
  }
  return a.valueType === b.valueType && sameValue(a, b);
}
