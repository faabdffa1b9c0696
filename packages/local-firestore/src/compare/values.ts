import { FieldValue, GeoPoint, Timestamp } from "firebase-admin/firestore";

/** The values that documents and queries are made of, by the name that a report shows. */
export const VALUES: Record<string, unknown> = {
  null: null,
  false: false,
  true: true,
  NaN: Number.NaN,
  "-Infinity": Number.NEGATIVE_INFINITY,
  "-1": -1,
  "-0": -0,
  "0": 0,
  "1": 1,
  "1.5": 1.5,
  "2": 2,
  "time 1": new Timestamp(1, 0),
  "time 1.001": new Timestamp(1, 1_000_000),
  "''": "",
  "'a'": "a",
  "'b'": "b",
  "'～'": "～",
  "'😀'": "😀",
  "bytes 1": Buffer.from([1]),
  "bytes 1 0": Buffer.from([1, 0]),
  "point 1 2": new GeoPoint(1, 2),
  "point 1 -2": new GeoPoint(1, -2),
  "[]": [],
  "[1]": [1],
  "[1, 'a']": [1, "a"],
  "[null, NaN]": [null, Number.NaN],
  "vector 2": FieldValue.vector([2]),
  "vector 1 2": FieldValue.vector([1, 2]),
  "{}": {},
  "{ x: 1 }": { x: 1 },
  "{ x: 'a' }": { x: "a" },
  "{ x: 1, y: 2 }": { x: 1, y: 2 },
};

/** The ones that may be elements of an array. */
export const ELEMENTS = ["null", "NaN", "0", "1", "1.5", "'a'", "{ x: 1 }"];

export const named = (name: string): unknown => VALUES[name];

export type Data = Record<string, unknown>;

const isVector = (value: object): value is { toArray(): number[] } => "toArray" in value;

export const isMap = (value: unknown): value is Data =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/**
 * Firestore's order, written from its documentation and without the server's code.
 * https://firebase.google.com/docs/firestore/manage-data/data-types#value_type_ordering
 */
export function compare(a: unknown, b: unknown): number {
  const [x, y] = [keyOf(a), keyOf(b)];
  return x[0] - y[0] || compareLists(x.slice(1), y.slice(1));
}

export const typeOf = (value: unknown): number => keyOf(value)[0];

type Key = [type: number, ...parts: unknown[]];

/** A value as a list of numbers, texts and values whose order is the order of the value. */
function keyOf(value: unknown): Key {
  if (value === null) return [0];
  if (typeof value === "boolean") return [1, Number(value)];
  if (typeof value === "number") return Number.isNaN(value) ? [2, 0] : [2, 1, value];
  if (value instanceof Timestamp) return [3, value.seconds, value.nanoseconds];
  if (typeof value === "string") return [4, ...Buffer.from(value)];
  if (value instanceof Uint8Array) return [5, ...value];
  if (value instanceof GeoPoint) return [7, value.latitude, value.longitude];
  if (Array.isArray(value)) return [8, ...value.map(keyOf)];
  if (typeof value === "object" && isVector(value)) {
    const elements = value.toArray();
    return [9, elements.length, ...elements];
  }
  if (!isMap(value)) throw new Error(`Not a value: ${value}`);
  const keys = Object.keys(value).sort();
  return [10, ...keys.flatMap((key) => [[...Buffer.from(key)], keyOf(value[key])])];
}

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [i, x] of a.entries()) {
    if (i >= b.length) return 1;
    const y = b[i];
    const result =
      Array.isArray(x) && Array.isArray(y) ? compareLists(x, y) : Number(x) - Number(y);
    // Infinity less itself is no number, and equal.
    if (result !== 0 && !Number.isNaN(result)) return result;
  }
  return a.length - b.length;
}

/** A text that is the same for two values when they are the same in every bit. */
export function textOf(value: unknown): string {
  if (Object.is(value, -0)) return "-0";
  if (value instanceof Uint8Array) return `bytes ${[...value]}`;
  if (value instanceof Timestamp) return `time ${value.valueOf()}`;
  if (Array.isArray(value)) return `[${value.map(textOf)}]`;
  if (isMap(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${key}:${textOf(value[key])}`)}}`;
  }
  if (typeof value === "object" && value !== null && isVector(value)) {
    return `vector ${value.toArray()}`;
  }
  if (value instanceof GeoPoint) return `point ${value.latitude} ${value.longitude}`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
