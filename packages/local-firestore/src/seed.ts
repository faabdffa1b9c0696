import { checkDocument, storableFields } from "./limits.ts";
import { checkDocumentName } from "./names.ts";
import type { Document, Store } from "./store.ts";
import type { Fields, Value } from "./wire.ts";

/** Documents by their paths, such as "users/ada", with their data as JSON. */
export type Seed = Record<string, Record<string, unknown>>;

/** A time in a seed: `{ "__time__": "2026-01-31T12:00:00Z" }`. No field may be called like that. */
const TIME = "__time__";

/**
 * Adds the documents whose paths are free, in one commit. Returns how many.
 * @throws {Error} that names the document which cannot be stored
 */
export async function addSeed(store: Store, project: string, seed: Seed): Promise<number> {
  const time = store.clock.tick();
  const documents = Object.entries(seed)
    .map(([path, data]) => inDocument(path, () => documentOf(path, data, project, time)))
    .filter(({ name }) => !store.get(name));
  store.commit(
    time,
    documents.map((document) => ({ name: document.name, document })),
  );
  await store.flushed();
  return documents.length;
}

function documentOf(path: string, data: unknown, project: string, time: number): Document {
  const name = checkDocumentName(`projects/${project}/databases/(default)/documents/${path}`);
  if (!isObject(data)) throw new Error("its data is not an object");
  const document = {
    name,
    fields: storableFields(fieldsOf(data)),
    createTime: time,
    updateTime: time,
  };
  checkDocument(document);
  return document;
}

function inDocument<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`"${path}": ${error instanceof Error ? error.message : error}`);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const fieldsOf = (data: Record<string, unknown>): Fields =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, valueFrom(value)]));

function valueFrom(value: unknown): Value {
  if (value === null) return { valueType: "nullValue", nullValue: "NULL_VALUE" };
  if (typeof value === "boolean") return { valueType: "booleanValue", booleanValue: value };
  if (typeof value === "string") return { valueType: "stringValue", stringValue: value };
  if (typeof value === "number") {
    return Number.isSafeInteger(value)
      ? { valueType: "integerValue", integerValue: String(value) }
      : { valueType: "doubleValue", doubleValue: value };
  }
  if (Array.isArray(value)) {
    return { valueType: "arrayValue", arrayValue: { values: value.map(valueFrom) } };
  }
  if (!isObject(value)) throw new Error(`${value} is no JSON`);
  if (TIME in value) return timeOf(value[TIME]);
  return { valueType: "mapValue", mapValue: { fields: fieldsOf(value) } };
}

function timeOf(text: unknown): Value {
  const ms = typeof text === "string" ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw new Error(`${JSON.stringify(text)} is no time such as 2026-01-31T12:00:00Z`);
  const seconds = Math.floor(ms / 1_000);
  const timestampValue = { seconds: String(seconds), nanos: (ms - seconds * 1_000) * 1_000_000 };
  return { valueType: "timestampValue", timestampValue };
}
