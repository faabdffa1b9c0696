import { status } from "@grpc/grpc-js";
import { fromTimestamp, type Micros, toTimestamp } from "./clock.ts";
import {
  DOCUMENT_ID,
  type FieldPath,
  getField,
  parseFieldPath,
  withField,
  withoutField,
} from "./field-path.ts";
import { checkDocument, checkKey, storableFields } from "./limits.ts";
import { checkDocumentName } from "./names.ts";
import { invalidArgument, RpcError } from "./status.ts";
import type { Change, Document, Store } from "./store.ts";
import { transformed } from "./transforms.ts";
import { identicalFields } from "./values.ts";
import type { Fields, FieldTransform, Precondition, Value, Write, WriteResult } from "./wire.ts";

/** A write that has been read and checked, as far as that needs no document. */
interface Plan {
  name: string;
  /** Undefined for a write that deletes. */
  content: Content | undefined;
  condition: Precondition | null;
}

interface Content {
  fields: Fields;
  mask: FieldPath[] | undefined;
  transforms: FieldTransform[];
}

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
  const plans = writes.map((write) => planOf(write, database));
  const later = checkSequences(plans);
  const changes = new Map<string, Change>();
  const results = plans.map((plan) => {
    const { name, content } = plan;
    const earlier = changes.get(name);
    const current = earlier ? earlier.document : store.get(name);
    if (!later.has(plan)) checkPrecondition(plan.condition, name, current);
    const { document, transformResults } = content
      ? written(content, name, current, time)
      : { document: undefined, transformResults: [] };
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

function planOf(write: Write, database: string): Plan {
  const name = checkDocumentName(nameOf(write), database);
  const condition = write.currentDocument;
  if (write.operation === "delete") return { name, content: undefined, condition };
  const isTransform = write.operation === "transform";
  const transforms = isTransform ? write.transform?.fieldTransforms : write.updateTransforms;
  checkTransforms(transforms ?? []);
  // To name the document itself in a mask is allowed, and says nothing.
  const named = write.updateMask?.fieldPaths.filter((path) => path !== DOCUMENT_ID);
  return {
    name,
    content: {
      fields: storableFields(write.update?.fields ?? {}),
      mask: isTransform ? [] : named?.map(checkedPath),
      transforms: transforms ?? [],
    },
    condition,
  };
}

function written(
  { fields, mask, transforms }: Content,
  name: string,
  current: Document | undefined,
  time: Micros,
): { document: Document; transformResults: Value[] } {
  const after = transformFields(updatedFields(current, fields, mask), transforms, time);
  const transformResults = after.results;
  // A write that changes nothing keeps the update time and is no event for listeners.
  if (current && identicalFields(current.fields, after.fields)) {
    return { document: current, transformResults };
  }
  const createTime = current?.createTime ?? time;
  const document = { name, fields: after.fields, createTime, updateTime: time };
  checkDocument(document);
  return { document, transformResults };
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

/** A field and a field inside of it cannot be transformed by one write. */
function checkTransforms(transforms: readonly FieldTransform[]): void {
  const paths = transforms.map(({ fieldPath }) => checkedPath(fieldPath));
  for (const path of paths) {
    const inside = (other: FieldPath) =>
      other.length > path.length && path.every((key, i) => other[i] === key);
    if (paths.some(inside)) {
      throw invalidArgument("A field and one inside of it cannot be transformed at the same time.");
    }
  }
}

/**
 * Refuses writes to one document that contradict each other: after the first, it is known whether
 * the document exists, and which version the caller had in mind. Whether the first is possible
 * comes afterwards. Returns the writes whose condition an earlier one has settled.
 */
function checkSequences(plans: readonly Plan[]): ReadonlySet<Plan> {
  const first = new Map<string, Plan>();
  const last = new Map<string, Plan>();
  const settled = new Set<Plan>();
  for (const plan of plans) {
    const { name, condition, content } = plan;
    const before = last.get(name);
    last.set(name, plan);
    if (!before) {
      first.set(name, plan);
      continue;
    }
    const needs = condition?.conditionType === "exists" ? condition.exists : undefined;
    const isUpdate = content && condition?.conditionType === "updateTime";
    const exists = before.content !== undefined;
    if ((needs ?? exists) !== exists || (isUpdate && !exists)) {
      throw invalidArgument(
        `The writes contradict each other: ${name} is ${exists ? "created after a write" : "changed after a delete"}.`,
      );
    }
    if (condition?.conditionType !== "updateTime") continue;
    if (versionIn(condition) !== versionIn(first.get(name)?.condition)) {
      throw invalidArgument(`The writes want different versions of ${name}.`);
    }
    settled.add(plan);
  }
  return settled;
}

const versionIn = (condition: Precondition | null | undefined) =>
  condition?.updateTime && fromTimestamp(condition.updateTime);

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
