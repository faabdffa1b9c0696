import type { Fields, Timestamp, Value } from "./wire.ts";

/**
 * A value in the data file: the JSON that Firestore's REST API uses, except that a double that JSON
 * does not know (NaN, the infinities, -0) is a string.
 * https://firebase.google.com/docs/firestore/reference/rest/Shared.Types/ArrayValue#value
 */
type StoredValue =
  | { nullValue: null }
  | { booleanValue: boolean }
  | { integerValue: string }
  | { doubleValue: number | string }
  | { timestampValue: Timestamp }
  | { stringValue: string }
  | { bytesValue: string }
  | { referenceValue: string }
  | { geoPointValue: { latitude: number; longitude: number } }
  | { arrayValue: StoredValue[] }
  | { mapValue: StoredFields };

export type StoredFields = { [key: string]: StoredValue };

export const storedFields = (fields: Fields): StoredFields =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, storedValue(value)]));

export const wireFields = (fields: StoredFields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, wireValue(value)]));

export function storedValue(value: Value): StoredValue {
  switch (value.valueType) {
    case "nullValue":
      return { nullValue: null };
    case "booleanValue":
      return { booleanValue: value.booleanValue };
    case "integerValue":
      return { integerValue: value.integerValue };
    case "doubleValue": {
      const { doubleValue } = value;
      if (Object.is(doubleValue, -0)) return { doubleValue: "-0" };
      return { doubleValue: Number.isFinite(doubleValue) ? doubleValue : String(doubleValue) };
    }
    case "timestampValue":
      return { timestampValue: value.timestampValue };
    case "stringValue":
      return { stringValue: value.stringValue };
    case "bytesValue":
      return { bytesValue: value.bytesValue.toString("base64") };
    case "referenceValue":
      return { referenceValue: value.referenceValue };
    case "geoPointValue":
      return { geoPointValue: value.geoPointValue };
    case "arrayValue":
      return { arrayValue: value.arrayValue.values.map(storedValue) };
    case "mapValue":
      return { mapValue: storedFields(value.mapValue.fields) };
  }
}

function wireValue(value: StoredValue): Value {
  if ("nullValue" in value) return { valueType: "nullValue", nullValue: "NULL_VALUE" };
  if ("booleanValue" in value) return { valueType: "booleanValue", ...value };
  if ("integerValue" in value) return { valueType: "integerValue", ...value };
  if ("doubleValue" in value) {
    return { valueType: "doubleValue", doubleValue: Number(value.doubleValue) };
  }
  if ("timestampValue" in value) return { valueType: "timestampValue", ...value };
  if ("stringValue" in value) return { valueType: "stringValue", ...value };
  if ("bytesValue" in value) {
    return { valueType: "bytesValue", bytesValue: Buffer.from(value.bytesValue, "base64") };
  }
  if ("referenceValue" in value) return { valueType: "referenceValue", ...value };
  if ("geoPointValue" in value) return { valueType: "geoPointValue", ...value };
  if ("arrayValue" in value) {
    return { valueType: "arrayValue", arrayValue: { values: value.arrayValue.map(wireValue) } };
  }
  if ("mapValue" in value) {
    return { valueType: "mapValue", mapValue: { fields: wireFields(value.mapValue) } };
  }
  throw new Error(`Not a stored value: ${JSON.stringify(value)}`);
}
