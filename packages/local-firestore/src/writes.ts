import { status } from "@grpc/grpc-js";
import { fromTimestamp, type Micros, toTimestamp } from "./clock.ts";
import { type FieldPath, getField, parseFieldPath, withField, withoutField } from "./field-path.ts";
import { checkDocument, checkKey, storableFields } from "./limits.ts";
import { checkDocumentName } from "./names.ts";
import { invalidArgument, RpcError } from "./status.ts";
import type { Change, Document, Store } from "./store.ts";
import { transformed } from "./transforms.ts";
import { identicalFields } from "./values.ts";
import type { Fields, FieldTransform, Precondition, Value, Write, WriteResult } from "./wire.ts";

/**
 * What the writes do, one after the other, and what the caller is told about each. Nothing is
 * changed here: an error in any of them leaves everything as it was.
 * https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1#write
 */
export function planWrites(
  store: Store,
  database: string,
  writes: readonly Write[],
  time: Micros,
): { changes: Change[]; results: WriteResult[] } {
  const changes = new Map<string, Change>();
  const results = writes.map((write) => {
    const name = checkDocumentName(nameOf(write), database);
    const earlier = changes.get(name);
    const current = earlier ? earlier.document : store.get(name);
    if (earlier) checkSequence(write.currentDocument, name, current);
    const { document, transformResults } = applyWrite(write, name, current, time);
    if (document !== current) changes.set(name, { name, document });
    return {
      updateTime: document ? toTimestamp(document.updateTime) : null,
      transformResults,
    };
  });
  return { changes: [...changes.values()], results };
}

export function nameOf(write: Write): string {
  switch (write.operation) {
    case "update":
      return write.update?.name ?? "";
    case "delete":
      return write.delete ?? "";
    case "transform":
      return write.transform?.document ?? "";
    default:
      throw invalidArgument("A write has no operation.");
  }
}

function applyWrite(
  write: Write,
  name: string,
  current: Document | undefined,
  time: Micros,
): { document: Document | undefined; transformResults: Value[] } {
  checkPrecondition(write.currentDocument, name, current);
  if (write.operation === "delete") return { document: undefined, transformResults: [] };

  const isTransform = write.operation === "transform";
  const mask = isTransform ? [] : write.updateMask?.fieldPaths.map(checkedPath);
  const merged = updatedFields(current, storableFields(write.update?.fields ?? {}), mask);
  const transforms = isTransform ? write.transform?.fieldTransforms : write.updateTransforms;
  const { fields, results } = transformFields(merged, transforms ?? [], time);

  // A write that changes nothing keeps the update time and is no event for listeners.
  if (current && identicalFields(current.fields, fields)) {
    return { document: current, transformResults: results };
  }
  const document = { name, fields, createTime: current?.createTime ?? time, updateTime: time };
  checkDocument(document);
  return { document, transformResults: results };
}

/** Without a mask the fields replace the document; with one, only the fields that it names. */
function updatedFields(
  current: Document | undefined,
  fields: Fields,
  mask: readonly FieldPath[] | undefined,
): Fields {
  if (!mask) return fields;
  return mask.reduce((merged, path) => {
    const value = getField(fields, path);
    return value === undefined ? withoutField(merged, path) : withField(merged, path, value);
  }, current?.fields ?? {});
}

function transformFields(fields: Fields, transforms: readonly FieldTransform[], time: Micros) {
  const results: Value[] = [];
  let after = fields;
  for (const transform of transforms) {
    const path = checkedPath(transform.fieldPath);
    const { stored, result } = transformed(transform, getField(after, path), time);
    after = withField(after, path, stored);
    results.push(result);
  }
  return { fields: after, results };
}

function checkedPath(text: string): FieldPath {
  const path = parseFieldPath(text);
  path.forEach(checkKey);
  return path;
}

/** A write that an earlier one in the same request makes impossible is the caller's mistake. */
function checkSequence(
  condition: Precondition | null,
  name: string,
  current: Document | undefined,
): void {
  if (condition?.conditionType !== "exists" || condition.exists === Boolean(current)) return;
  throw invalidArgument(
    `The writes contradict each other: ${name} is ${current ? "created after a write" : "updated after a delete"}.`,
  );
}

/** https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1#precondition */
function checkPrecondition(
  condition: Precondition | null,
  name: string,
  current: Document | undefined,
): void {
  if (condition?.conditionType === "exists") {
    if (condition.exists && !current) {
      throw new RpcError(status.NOT_FOUND, `No document to update: ${name}`);
    }
    if (!condition.exists && current) {
      throw new RpcError(status.ALREADY_EXISTS, `Document already exists: ${name}`);
    }
  }
  if (condition?.conditionType === "updateTime" && condition.updateTime) {
    const required = fromTimestamp(condition.updateTime);
    const stored = current?.updateTime ?? 0;
    if (current && required > stored) {
      throw invalidArgument(
        `The required update time is later than the last update of the document: ${name}`,
      );
    }
    if (required !== stored) {
      throw new RpcError(
        status.FAILED_PRECONDITION,
        `The stored version (${stored}) does not match the required base version (${required})`,
      );
    }
  }
}
