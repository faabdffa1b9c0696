import { invalidArgument } from "./status.ts";
import type { Fields, Value } from "./wire.ts";

/** The keys that lead to a field, outermost first. */
export type FieldPath = readonly string[];

/** A key as it may be written bare, or between backticks with \` and \\ escaped. */
const SEGMENT = /([A-Za-z_][A-Za-z_0-9]*)|`((?:[^`\\]|\\.)+)`/sy;

/**
 * Reads a path such as a.b or `a.b`.c
 * https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1#fieldreference
 */
export function parseFieldPath(text: string): FieldPath {
  const path: string[] = [];
  let at = 0;
  do {
    SEGMENT.lastIndex = at;
    const match = SEGMENT.exec(text);
    const key = match?.[1] ?? match?.[2]?.replace(/\\(.)/gs, "$1");
    if (key === undefined) throw invalidArgument(`Invalid field path "${text}".`);
    path.push(key);
    at = SEGMENT.lastIndex;
    if (at < text.length && text[at] !== ".") {
      throw invalidArgument(`Invalid field path "${text}".`);
    }
    at += 1;
  } while (at <= text.length);
  return path;
}

/** `own`, because a field may be called "constructor". */
const own = (fields: Fields, key: string): Value | undefined =>
  Object.hasOwn(fields, key) ? fields[key] : undefined;

export function getField(fields: Fields, path: FieldPath): Value | undefined {
  const [key = "", ...rest] = path;
  const value = own(fields, key);
  if (rest.length === 0 || value === undefined) return value;
  return value.valueType === "mapValue" ? getField(value.mapValue.fields, rest) : undefined;
}

/** A copy with the field set; whatever is on the way and is no map becomes one. */
export function withField(fields: Fields, path: FieldPath, value: Value): Fields {
  const [key = "", ...rest] = path;
  if (rest.length === 0) return { ...fields, [key]: value };
  const child = own(fields, key);
  const inner = child?.valueType === "mapValue" ? child.mapValue.fields : {};
  return { ...fields, [key]: mapOf(withField(inner, rest, value)) };
}

/** A copy without the field; the maps on the way stay, even when they are now empty. */
export function withoutField(fields: Fields, path: FieldPath): Fields {
  const [key = "", ...rest] = path;
  const child = own(fields, key);
  if (child === undefined) return fields;
  if (rest.length > 0) {
    if (child.valueType !== "mapValue") return fields;
    return { ...fields, [key]: mapOf(withoutField(child.mapValue.fields, rest)) };
  }
  const { [key]: _removed, ...others } = fields;
  return others;
}

/** Only the fields that a mask or a projection names. */
export function pickFields(fields: Fields, paths: readonly FieldPath[]): Fields {
  let picked: Fields = {};
  for (const path of paths) {
    const value = getField(fields, path);
    if (value !== undefined) picked = withField(picked, path, value);
  }
  return picked;
}

const mapOf = (fields: Fields): Value => ({ valueType: "mapValue", mapValue: { fields } });
