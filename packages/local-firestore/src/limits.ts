import { isReserved } from "./names.ts";
import { invalidArgument } from "./status.ts";
import type { Document } from "./store.ts";
import { isNaNValue, vectorOf } from "./values.ts";
import type { Fields, Value } from "./wire.ts";

/* https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields */
const MAX_DOCUMENT_BYTES = 1_048_576;
const MAX_VALUE_BYTES = 1_048_487;
const MAX_KEY_BYTES = 1_500;
/** https://firebase.google.com/docs/firestore/vector-search#limitations */
const MAX_DIMENSIONS = 2_048;

/** How much a document counts: https://firebase.google.com/docs/firestore/storage-size */
function documentSize({ name, fields }: Document): number {
  return nameSize(name) + fieldsSize(fields) + 32;
}

function nameSize(name: string): number {
  const ids = name.split("/").slice(5);
  return ids.reduce((size, id) => size + Buffer.byteLength(id) + 1, 16);
}

function fieldsSize(fields: Fields): number {
  let size = 0;
  for (const [key, value] of Object.entries(fields)) {
    size += Buffer.byteLength(key) + 1 + valueSize(value);
  }
  return size;
}

function valueSize(value: Value): number {
  switch (value.valueType) {
    case "nullValue":
    case "booleanValue":
      return 1;
    case "integerValue":
    case "doubleValue":
    case "timestampValue":
      return 8;
    case "geoPointValue":
      return 16;
    case "stringValue":
      return Buffer.byteLength(value.stringValue) + 1;
    case "bytesValue":
      return value.bytesValue.length;
    case "referenceValue":
      return nameSize(value.referenceValue);
    case "arrayValue":
      return value.arrayValue.values.reduce((size, item) => size + valueSize(item), 0);
    case "mapValue":
      return fieldsSize(value.mapValue.fields) + 32;
  }
}

/** Refuses a document that Firestore would not store. */
export function checkDocument(document: Document): void {
  const size = documentSize(document);
  if (size > MAX_DOCUMENT_BYTES) {
    throw invalidArgument(
      `Document "${document.name}" cannot be written because its size (${size} bytes) exceeds the maximum allowed size of ${MAX_DOCUMENT_BYTES} bytes.`,
    );
  }
}

/** The fields as they are stored, or an error if no document may have them. */
export function storableFields(fields: Fields): Fields {
  const entries = Object.entries(fields).map(([key, value]): [string, Value] => {
    checkKey(key);
    const stored = storableValue(value);
    if (valueSize(stored) > MAX_VALUE_BYTES) {
      throw invalidArgument(`The value of field "${key}" is longer than ${MAX_VALUE_BYTES} bytes.`);
    }
    return [key, stored];
  });
  return Object.fromEntries(entries);
}

export function checkKey(key: string): void {
  if (key === "") throw invalidArgument("A field name is empty.");
  if (isReserved(key)) throw invalidArgument(`Field name "${key}" is reserved.`);
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw invalidArgument(`A field name is longer than ${MAX_KEY_BYTES} bytes.`);
  }
}

/** The value as it is stored: a timestamp keeps its microseconds only. */
export function storableValue(value: Value): Value {
  switch (value.valueType) {
    case "nullValue":
    case "booleanValue":
    case "integerValue":
    case "doubleValue":
    case "stringValue":
    case "bytesValue":
    case "referenceValue":
    case "geoPointValue":
      return value;
    case "timestampValue": {
      const { seconds, nanos } = value.timestampValue;
      return { ...value, timestampValue: { seconds, nanos: nanos - (nanos % 1_000) } };
    }
    case "arrayValue": {
      const { values } = value.arrayValue;
      if (values.some(isVector)) throw invalidArgument("An array cannot contain a vector.");
      return { ...value, arrayValue: { values: values.map(storableElement) } };
    }
    case "mapValue": {
      const { fields } = value.mapValue;
      const vector = vectorOf(fields);
      if (!vector) return { ...value, mapValue: { fields: storableFields(fields) } };
      checkVector(fields, vector);
      if (vector.some(isNaNValue)) throw invalidArgument("Vector cannot contain NaN values.");
      return value;
    }
    default:
      // Reachable all the same: a message may carry no value, or one of the pipeline API's kinds.
      throw invalidArgument("A value has no type, or one that cannot be stored.");
  }
}

/** An element of an array as it is stored. */
export function storableElement(value: Value): Value {
  if (value.valueType === "arrayValue") {
    throw invalidArgument("An array cannot directly contain another array.");
  }
  return storableValue(value);
}

const isVector = (value: Value) =>
  value.valueType === "mapValue" && vectorOf(value.mapValue.fields) !== undefined;

function checkVector(fields: Fields, vector: readonly Value[]): void {
  if (Object.keys(fields).length > 2) throw invalidArgument("A vector has other fields.");
  if (vector.length === 0) throw invalidArgument("Cannot have a zero length vector.");
  if (vector.length > MAX_DIMENSIONS) {
    throw invalidArgument(`Vectors must be at most ${MAX_DIMENSIONS} dimensions.`);
  }
  if (vector.some(({ valueType }) => valueType !== "doubleValue")) {
    throw invalidArgument("Vector must only contain values of type 'double'.");
  }
}

/** Refuses a value that no field can be compared with. */
export function checkComparable(value: Value): void {
  if (value.valueType === "arrayValue") value.arrayValue.values.forEach(checkComparable);
  if (value.valueType !== "mapValue") return;
  const { fields } = value.mapValue;
  const vector = vectorOf(fields);
  if (vector) checkVector(fields, vector);
  else {
    for (const [key, inner] of Object.entries(fields)) {
      checkKey(key);
      checkComparable(inner);
    }
  }
}
