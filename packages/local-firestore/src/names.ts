import { invalidArgument } from "./status.ts";

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

export function checkDatabase(name: string): string {
  if (!DATABASE.test(name)) throw invalidArgument(`Invalid database name: "${name}".`);
  return name;
}

const rootOf = (database: string) => `${database}/documents`;

export function checkId(id: string): void {
  if (id === "" || id === "." || id === ".." || id.includes("/")) {
    throw invalidArgument(`"${id}" is not a valid resource id.`);
  }
  if (RESERVED.test(id)) {
    throw invalidArgument(`Resource id "${id}" is invalid because it is reserved.`);
  }
  if (Buffer.byteLength(id) > MAX_ID_BYTES) {
    throw invalidArgument(`A resource id is longer than ${MAX_ID_BYTES} bytes.`);
  }
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
  segments.forEach(checkId);
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
