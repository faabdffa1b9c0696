import "server-only";
import type {
  CollectionReference,
  DocumentReference,
  DocumentSnapshot,
  Firestore,
  Query,
  Transaction,
} from "firebase-admin/firestore";
import { z } from "zod";
import { callService } from "~/lib/calls/call";
import { timeLeft } from "~/lib/calls/shared-deadline";
import { firestore } from "~/lib/firebase/admin";
import { withDates } from "~/lib/firebase/dates";
import { categorizeDbError, DbError, type Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request/request-id";

/** Milliseconds after which a call is given up. A write may still land, so writes are idempotent. */
const READ_MS = 3_000;
const WRITE_MS = 5_000;

async function call<Value>(
  resource: string,
  totalMs: number,
  use: (db: Firestore) => Promise<Value>,
  onLate?: (value: Value) => unknown,
): Promise<Result<Value>> {
  const log = await requestLogger({ module: "firestore" });
  const options = { resource, log, attemptMs: totalMs, totalMs, retries: 2 };
  // Loading the SDK can take seconds on a busy machine, and is no delay of Firestore's.
  await firestore().catch(() => null);
  return callService(async () => use(await firestore()), options, onLate);
}

export interface Page<Data> {
  items: { id: string; data: Data }[];
  /** Where the next page starts: give it as `after`. Null at the end. */
  next: string | null;
}

/** Ids come from sessions and validated input. This is the last line before a path is built. */
function checkId(id: string, path: string): string {
  if (/^[A-Za-z0-9_.@-]{1,128}$/.test(id) && id !== "." && id !== "..") return id;
  throw new DbError("validation", { resource: path, message: "That is not a valid id." });
}

/**
 * A collection whose documents have one shape. Every call has a deadline and answers a tuple. What
 * is read is parsed: a document that the schema refuses is `data-corruption`.
 * @param path of a root collection, or of a subcollection such as `"teams/acme/members"`
 * @param schema of a document. Dates are Date objects.
 */
export function collection<Schema extends z.ZodType<object>>(path: string, schema: Schema) {
  type Data = z.output<Schema>;

  function all(db: Firestore): CollectionReference {
    return db.collection(path);
  }

  /** For transactions. */
  function ref(db: Firestore, id: string): DocumentReference {
    return all(db).doc(checkId(id, path));
  }

  /** For transactions: what a snapshot holds, or null when there is no document. */
  function parse(snapshot: DocumentSnapshot): Data | null {
    if (!snapshot.exists) return null;
    const { data, error } = schema.safeParse(withDates(snapshot.data()));
    if (!error) return data;
    const cause = new Error(z.prettifyError(error));
    throw new DbError("data-corruption", { resource: snapshot.ref.path, cause });
  }

  function parseAll(snapshots: DocumentSnapshot[]): Page<Data>["items"] {
    return snapshots.flatMap((snapshot) => {
      const data = parse(snapshot);
      return data ? [{ id: snapshot.id, data }] : [];
    });
  }

  return {
    ref,
    parse,

    /** A document, or null when there is none. */
    read(id: string): Promise<Result<Data | null>> {
      return call(`${path}/${id}`, READ_MS, async (db) => parse(await ref(db, id).get()));
    },

    /** Those of these documents that exist, by id. At most 500. */
    readMany(ids: readonly string[]): Promise<Result<Map<string, Data>>> {
      return call(path, READ_MS, async (db) => {
        const found = ids.length > 0 ? await db.getAll(...ids.map((id) => ref(db, id))) : [];
        return new Map(parseAll(found).map(({ id, data }) => [id, data]));
      });
    },

    /**
     * Writes these fields and keeps the others. Creates the document where there is none. With the
     * id of a user who was deleted, it is `not-found`.
     * @param only merges only these paths, and replaces what is there as a whole. By default, maps
     *   are merged key by key.
     */
    merge(id: string, fields: object, only?: string[][]): Promise<Result<null>> {
      return transact(`${path}/${id}`, async (transaction, db) => {
        const { FieldPath } = await import("firebase-admin/firestore");
        const mergeFields = only?.map((names) => new FieldPath(...names));
        const document = ref(db, id);
        await refuseDeleted(transaction, db, id);
        transaction.set(document, fields, mergeFields ? { mergeFields } : { merge: true });
        return null;
      });
    },

    /** Deletes a document. Fine when there is none. */
    remove(id: string): Promise<Result<null>> {
      return call(`${path}/${id}`, WRITE_MS, async (db) => {
        await ref(db, id).delete();
        return null;
      });
    },

    /** Up to `limit` documents in an order, after the document with the id `after`. */
    list({
      orderBy,
      direction = "asc",
      limit,
      after,
      where = (query) => query,
    }: {
      orderBy: keyof Data & string;
      direction?: "asc" | "desc";
      limit: number;
      after?: string | null;
      where?: (query: Query) => Query;
    }): Promise<Result<Page<Data>>> {
      return call(path, READ_MS, async (db) => {
        const query = where(all(db)).orderBy(orderBy, direction);
        const last = after ? await ref(db, after).get() : null;
        // One more than asked for tells whether there is a next page.
        const { docs } = await (last?.exists ? query.startAfter(last) : query)
          .limit(limit + 1)
          .get();
        const items = parseAll(docs.slice(0, limit));
        return { items, next: docs.length > limit ? (items.at(-1)?.id ?? null) : null };
      });
    },
  };
}

/**
 * Runs `body` as one transaction. Firestore repeats it when a document that it read has changed, so
 * it must do nothing but read and write through it. A DbError that it throws ends it and is the answer.
 * @param resource for the log: what the transaction is about
 * @param onLate undoes what was committed after the caller had been told `deadline-exceeded`: a lock
 */
export function transact<Value>(
  resource: string,
  body: (transaction: Transaction, db: Firestore) => Promise<Value>,
  onLate?: (value: Value) => unknown,
): Promise<Result<Value>> {
  async function run(db: Firestore): Promise<Value> {
    const giveUpAt = Date.now() + timeLeft(WRITE_MS);
    const repeat = async (transaction: Transaction) => {
      // The SDK would go on for a caller who has left, and with a wrong key.
      if (Date.now() > giveUpAt) {
        throw new DbError("deadline-exceeded", { resource, cause: "no time for another try" });
      }
      return body(transaction, db).catch((thrown: unknown) => {
        const error = categorizeDbError(thrown, resource);
        throw error.code === "unauthenticated" ? error : thrown;
      });
    };
    return db.runTransaction(repeat, { maxAttempts: 8 });
  }
  return call(resource, WRITE_MS, run, onLate);
}

/** `deletedUsers/{userId}`: keeps what a deleted user's token, valid for another minute, would write. */
const DELETED = "deletedUsers";
const REMEMBERED_MS = 86_400_000;

/**
 * For transactions that create something for a user, before their first write.
 * @throws {DbError} `not-found` when the user was deleted
 */
export async function refuseDeleted(
  transaction: Transaction,
  db: Firestore,
  userId: string,
): Promise<void> {
  if (!(await transaction.get(db.collection(DELETED).doc(userId))).exists) return;
  const message = "This account was deleted.";
  throw new DbError("not-found", { resource: `${DELETED}/${userId}`, message });
}

/**
 * Deletes the document `{userId}` of every root collection except `kept`. Idempotent. A document
 * whose id is a user's id belongs to that user and goes with them, and none is written afterwards.
 */
export function forgetUser(userId: string, kept: readonly string[]): Promise<Result<null>> {
  return call(`*/${userId}`, WRITE_MS, async (db) => {
    const expireAt = new Date(Date.now() + REMEMBERED_MS);
    await db.collection(DELETED).doc(checkId(userId, DELETED)).set({ expireAt });
    const all = await db.listCollections();
    const owned = all.filter(({ id }) => id !== DELETED && !kept.includes(id));
    await Promise.all(owned.map((one) => one.doc(userId).delete()));
    return null;
  });
}

/** The server's own clock as a field's value. Reads see a Date. */
export async function serverTime(): Promise<object> {
  return (await import("firebase-admin/firestore")).FieldValue.serverTimestamp();
}
