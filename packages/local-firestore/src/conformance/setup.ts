import { randomUUID } from "node:crypto";
import type {
  CollectionReference,
  DocumentData,
  DocumentReference,
  Firestore,
  Query,
} from "firebase-admin/firestore";

/** A part of the conformance suite: it registers its tests for the database that it is given. */
export type Suite = (db: () => Firestore) => void;

/** A collection that no other test uses, with these documents. */
export async function collectionWith(
  db: Firestore,
  documents: Record<string, DocumentData> = {},
): Promise<CollectionReference> {
  const collection = db.collection(`c-${randomUUID()}`);
  const batch = db.batch();
  for (const [id, data] of Object.entries(documents)) batch.set(collection.doc(id), data);
  await batch.commit();
  return collection;
}

/** A document that no other test uses, with this data. */
export async function documentWith(db: Firestore, data: DocumentData): Promise<DocumentReference> {
  return (await collectionWith(db, { d: data })).doc("d");
}

export const dataOf = async (document: DocumentReference) => (await document.get()).data();

/** The ids that a query answers, in its order. */
export const idsOf = async (query: Query) => (await query.get()).docs.map(({ id }) => id).join(" ");

/** The gRPC code that a promise rejects with; "ok" when it does not, "client" for the SDK's own. */
export async function codeOf(promise: Promise<unknown>): Promise<number | "ok" | "client"> {
  try {
    await promise;
    return "ok";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return typeof code === "number" ? code : "client";
  }
}

/** The codes of https://grpc.github.io/grpc/core/md_doc_statuscodes.html that the suite expects. */
export const INVALID_ARGUMENT = 3;
export const NOT_FOUND = 5;
export const ALREADY_EXISTS = 6;
export const FAILED_PRECONDITION = 9;
