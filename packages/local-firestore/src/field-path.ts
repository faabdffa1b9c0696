import { isReserved } from "./names.ts";
import { invalidArgument } from "./status.ts";
import { fieldsIn } from "./values.ts";
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

export const DOCUMENT_ID = "__name__";

export const isDocumentId = (path: FieldPath) => path.length === 1 && path[0] === DOCUMENT_ID;

/** A path that may be read: __name__, the document's own name, is the one reserved name. */
export function parseReadPath(text: string): FieldPath {
  const path = parseFieldPath(text);
  // A vector is a map with a __type__ on the wire, and a query may ask for that.
  if (path.some((key) => isReserved(key) && key !== "__type__") && !isDocumentId(path)) {
    throw invalidArgument(`Invalid reserved name in field path ${text}`);
  }
  return path;
}

/** `own`, because a field may be called "constructor". */
const own = (fields: Fields, key: string): Value | undefined =>
  Object.hasOwn(fields, key) ? fields[key] : undefined;

export function getField(fields: Fields, path: FieldPath): Value | undefined {
  let inner: Fields | undefined = fields;
  let value: Value | undefined;
  for (const key of path) {
    if (!inner) return undefined;
    value = own(inner, key);
    inner = fieldsIn(value);
  }
  return value;
}

/** A copy with the field set; whatever is on the way and is no map becomes one. */
export function withField(fields: Fields, path: FieldPath, value: Value): Fields {
  const [key = "", ...rest] = path;
  if (rest.length === 0) return { ...fields, [key]: value };
  const inner = fieldsIn(own(fields, key)) ?? {};
  return { ...fields, [key]: mapOf(withField(inner, rest, value)) };
}

/** A copy without the field; the maps on the way stay, even when they are now empty. */
export function withoutField(fields: Fields, path: FieldPath): Fields {
  const [key = "", ...rest] = path;
  const child = own(fields, key);
  if (child === undefined) return fields;
  if (rest.length > 0) {
    const inner = fieldsIn(child);
    return inner ? { ...fields, [key]: mapOf(withoutField(inner, rest)) } : fields;
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
