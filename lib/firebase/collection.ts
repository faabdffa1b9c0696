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
import { type CallOptions, callService } from "~/lib/call";
import { firestore } from "~/lib/firebase/admin";
import { withDates } from "~/lib/firebase/dates";
import { DbError, type Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request-id";

/** Milliseconds after which a call is given up; a write may still land, so writes are idempotent. */
const READ_MS = 3_000;
const WRITE_MS = 5_000;

type Limits = Pick<CallOptions, "attemptMs" | "totalMs" | "retries">;
const READ: Limits = { attemptMs: READ_MS, totalMs: READ_MS, retries: 2 };
const WRITE: Limits = { attemptMs: WRITE_MS, totalMs: WRITE_MS, retries: 2 };

async function call<Value>(
  resource: string,
  limits: Limits,
  use: (db: Firestore) => Promise<Value>,
): Promise<Result<Value>> {
  const log = await requestLogger({ module: "firestore" });
  const started = performance.now();
  const result = await callService(async () => use(await firestore()), {
    resource,
    log,
    ...limits,
  });
  const [error] = result;
  if (error) {
    const durationMs = Math.round(performance.now() - started);
    const { code: errorCode, isRetryable } = error;
    // Without a cause it is an answer of our own, such as a name that is taken.
    log[error.cause === undefined ? "debug" : "warn"](
      { resource, errorCode, isRetryable, durationMs, err: error },
      "Firestore call failed",
    );
  }
  return result;
}

export interface Page<Data> {
  items: { id: string; data: Data }[];
  /** Where the next page starts: give it as `after`; null at the end. */
  next: string | null;
}

/**
 * A collection whose documents have one shape. All calls have a deadline and answer tuples; what a
 * read finds is parsed, and a document the schema refuses is `data-corruption`, not a crash.
 */
export interface Collection<Data> {
  /** A document, or null when there is none. */
  read(id: string): Promise<Result<Data | null>>;
  /** Those of these documents (at most 500) that are there, by id. */
  readMany(ids: readonly string[]): Promise<Result<Map<string, Data>>>;
  /**
   * Writes these fields, keeping the others; making the document if need be. Idempotent. Maps are
   * merged key by key, except at the paths in `only`: these are replaced whole, and nothing else
   * is written.
   */
  merge(id: string, fields: object, only?: string[][]): Promise<Result<null>>;
  /** Deletes a document; fine when there is none. */
  remove(id: string): Promise<Result<null>>;
  /** Up to `limit` documents in an order; those that the schema refuses fail the whole page. */
  list(options: {
    orderBy: keyof Data & string;
    direction?: "asc" | "desc";
    limit: number;
    after?: string | null;
    where?: (query: Query) => Query;
  }): Promise<Result<Page<Data>>>;
  /** For transactions: the reference, and what a snapshot of it holds. */
  ref(db: Firestore, id: string): DocumentReference;
  parse(snapshot: DocumentSnapshot): Data | null;
}

/** Ids come from sessions and validated input; this is the last line before a path is built. */
function assertId(id: string, path: string): void {
  if (!/^[A-Za-z0-9_.@-]{1,128}$/.test(id) || id === "." || id === "..") {
    throw new DbError("validation", { resource: path, message: "That is not a valid id." });
  }
}

/**
 * Describes the collection at `path` (for a subcollection `"teams/acme/members"`).
 * @param schema of a document; dates are Date objects
 */
export function collection<Schema extends z.ZodType<object>>(
  path: string,
  schema: Schema,
): Collection<z.output<Schema>> {
  type Data = z.output<Schema>;

  function all(db: Firestore): CollectionReference {
    return db.collection(path);
  }
  function ref(db: Firestore, id: string): DocumentReference {
    assertId(id, path);
    return all(db).doc(id);
  }
  function parse(snapshot: DocumentSnapshot): Data | null {
    if (!snapshot.exists) return null;
    const parsed = schema.safeParse(withDates(snapshot.data()));
    if (parsed.success) return parsed.data;
    throw new DbError("data-corruption", {
      resource: snapshot.ref.path,
      cause: new Error(z.prettifyError(parsed.error)),
    });
  }

  return {
    ref,
    parse,
    read: (id) => call(`${path}/${id}`, READ, async (db) => parse(await ref(db, id).get())),
    readMany: async (ids) => {
      if (ids.length === 0) return [null, new Map()];
      return call(path, READ, async (db) => {
        const snapshots = await db.getAll(...ids.map((id) => ref(db, id)));
        return new Map(
          snapshots.flatMap((snapshot) => {
            const data = parse(snapshot);
            return data === null ? [] : [[snapshot.id, data] as const];
          }),
        );
      });
    },
    merge: (id, fields, only) =>
      call(`${path}/${id}`, WRITE, async (db) => {
        const { FieldPath } = await import("firebase-admin/firestore");
        const mergeFields = only?.map((names) => new FieldPath(...names));
        await ref(db, id).set(fields, mergeFields ? { mergeFields } : { merge: true });
        return null;
      }),
    remove: (id) =>
      call(`${path}/${id}`, WRITE, async (db) => {
        await ref(db, id).delete();
        return null;
      }),
    list: ({ orderBy, direction = "asc", limit, after, where = (query) => query }) =>
      call(path, READ, async (db) => {
        let query = where(all(db)).orderBy(orderBy, direction);
        if (after) {
          const last = await ref(db, after).get();
          if (last.exists) query = query.startAfter(last);
        }
        // One more than is shown tells whether there is a next page.
        const { docs } = await query.limit(limit + 1).get();
        const items = docs.slice(0, limit).flatMap((snapshot) => {
          const data = parse(snapshot);
          return data === null ? [] : [{ id: snapshot.id, data }];
        });
        return { items, next: docs.length > limit ? (items.at(-1)?.id ?? null) : null };
      }),
  };
}

/**
 * Runs `body` as one transaction: Firestore repeats it when a document it read has changed, so it
 * must do nothing but read and write through it. A DbError that it throws ends it and is the answer.
 * @param resource for the log: what the transaction is about
 */
export function transact<Value>(
  resource: string,
  body: (transaction: Transaction, db: Firestore) => Promise<Value>,
): Promise<Result<Value>> {
  return call(resource, WRITE, (db) =>
    db.runTransaction((transaction) => body(transaction, db), { maxAttempts: 8 }),
  );
}

/** The server's own clock as a field's value; reads see a Date. */
export async function serverTime(): Promise<object> {
  return (await import("firebase-admin/firestore")).FieldValue.serverTimestamp();
}
