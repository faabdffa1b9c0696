import { invalidArgument } from "./status.ts";
import { compareStrings } from "./strings.ts";

/*
 * Resource names, and the limits on ids: https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields
 *   database    projects/P/databases/D
 *   root        projects/P/databases/D/documents
 *   document    ROOT/collection/id(/collection/id)*
 *   collection  ROOT/(collection/id/)*collection
 */
const DATABASE = /^projects\/[^/]+\/databases\/[^/]+$/;
const ROOT = /^projects\/[^/]+\/databases\/[^/]+\/documents(?=\/|$)/;
const MAX_ID_BYTES = 1_500;
const RESERVED = /^__.*__$/s;
const INTEGER_ID = /^__id(-?[1-9][0-9]*)__$/;

/** Google's rule, without its shortest length: https://cloud.google.com/resource-manager/docs/creating-managing-projects */
const PROJECT = /^[a-z](?:[a-z0-9-]{0,28}[a-z0-9])?$/;
export const PROJECT_RULE =
  "at most 30 small letters, digits and hyphens, with a letter first and no hyphen last, such as demo-app";

export const isProject = (id: string) => PROJECT.test(id);

/** Names that Firestore keeps for itself, of fields as well as of documents and collections. */
export const isReserved = (name: string) => RESERVED.test(name);

export function checkDatabase(name: string): string {
  if (!DATABASE.test(name)) throw invalidArgument(`Invalid database name: "${name}".`);
  return name;
}

const rootOf = (database: string) => `${database}/documents`;

export function checkId(id: string): void {
  if (id === "" || id === "." || id === ".." || id.includes("/")) {
    throw invalidArgument(`"${id}" is not a valid resource id.`);
  }
  if (isReserved(id)) {
    throw invalidArgument(`Resource id "${id}" is invalid because it is reserved.`);
  }
  if (Buffer.byteLength(id) > MAX_ID_BYTES) {
    throw invalidArgument(`A resource id is longer than ${MAX_ID_BYTES} bytes.`);
  }
}

/**
 * The number in an id such as __id7__, which is how Firestore writes ids that are numbers, as they
 * come from Datastore. recursiveDelete() uses the lowest of them as the start of a collection.
 */
function integerIn(id: string): bigint | undefined {
  const digits = id.startsWith("__id") ? INTEGER_ID.exec(id)?.[1] : undefined;
  if (digits === undefined) return undefined;
  const integer = BigInt(digits);
  return BigInt.asIntN(64, integer) === integer ? integer : undefined;
}

function checkDocumentId(id: string): void {
  if (integerIn(id) === undefined) checkId(id);
}

function segmentsBelowRoot(name: string): string[] {
  const root = ROOT.exec(name)?.[0];
  if (root === undefined) throw invalidArgument(`Invalid resource name: "${name}".`);
  return name === root ? [] : name.slice(root.length + 1).split("/");
}

/** Refuses a name that is no document's, or not one of `database` (when given). */
export function checkDocumentName(name: string, database?: string): string {
  const segments = segmentsBelowRoot(name);
  if (segments.length === 0 || segments.length % 2 !== 0) {
    throw invalidArgument(`Document name "${name}" lacks a collection or a document id.`);
  }
  if (database !== undefined && !name.startsWith(`${rootOf(database)}/`)) {
    throw invalidArgument(`Document name "${name}" is not in database "${database}".`);
  }
  segments.forEach((id, i) => {
    if (i % 2 === 0) checkId(id);
    else checkDocumentId(id);
  });
  return name;
}

/** Refuses what cannot have collections below it: only a root and a document can. */
export function checkParent(name: string): string {
  return segmentsBelowRoot(name).length === 0 ? name : checkDocumentName(name);
}

/** The name of the collection that holds this document, or of the parent of this collection. */
export const parentOf = (name: string) => name.slice(0, name.lastIndexOf("/"));

/** The last id of a name. */
export const idOf = (name: string) => name.slice(name.lastIndexOf("/") + 1);

/** Compares names id by id: numbers before texts, and a/b before a-b, because a slash ends an id. */
export function compareNames(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === length && a.length === b.length) return 0;
  const start = a.lastIndexOf("/", i - 1) + 1;
  return compareIds(idAt(a, start), idAt(b, start)) || a.length - b.length;
}

function idAt(name: string, start: number): string {
  const end = name.indexOf("/", start);
  return end === -1 ? name.slice(start) : name.slice(start, end);
}

function compareIds(a: string, b: string): number {
  const x = integerIn(a);
  const y = integerIn(b);
  if (x !== undefined && y !== undefined) return x < y ? -1 : Number(x > y);
  if (x !== undefined || y !== undefined) return x === undefined ? 1 : -1;
  return compareStrings(a, b);
}
