import { randomBytes } from "node:crypto";
import { status } from "@grpc/grpc-js";
import { fromTimestamp, type Micros } from "./clock.ts";
import type { Query } from "./query.ts";
import { runQuery } from "./run-query.ts";
import { invalidArgument, RpcError } from "./status.ts";
import type { Document, Store } from "./store.ts";
import type { TransactionOptions } from "./wire.ts";

/** https://firebase.google.com/docs/firestore/quotas#writes_and_transactions */
const LIFETIME: Micros = 270_000_000;

/** All its reads see the documents as they were at `snapshot`. */
export interface Transaction {
  readonly database: string;
  readonly readOnly: boolean;
  readonly snapshot: Micros;
  readonly startedAt: Micros;
  readonly documents: Set<string>;
  readonly queries: { query: Query; version: string }[];
}

/**
 * Optimistic transactions: nobody waits for a lock, and a commit is refused with ABORTED when
 * something that the transaction read has changed since. The SDK then runs the transaction again.
 * https://firebase.google.com/docs/firestore/transaction-data-contention
 */
export class Transactions {
  readonly #store: Store;
  readonly #open = new Map<string, Transaction>();

  constructor(store: Store) {
    this.#store = store;
  }

  begin(database: string, options: TransactionOptions | null | undefined): Buffer {
    const now = this.#store.clock.tick();
    for (const [key, { startedAt }] of this.#open) {
      if (now - startedAt <= LIFETIME) break;
      this.#open.delete(key);
    }
    const at = options?.readOnly?.readTime;
    const id = randomBytes(16);
    this.#open.set(keyOf(id), {
      database,
      readOnly: options?.mode === "readOnly",
      snapshot: this.#store.readTime(at ? fromTimestamp(at) : undefined),
      startedAt: now,
      documents: new Set(),
      queries: [],
    });
    return id;
  }

  get(database: string, id: Buffer): Transaction {
    const transaction = this.#open.get(keyOf(id));
    const age = this.#store.clock.tick() - (transaction?.startedAt ?? 0);
    if (transaction?.database !== database || age > LIFETIME) {
      // The SDK looks for these words: it runs the transaction again when it reads them.
      throw invalidArgument("The referenced transaction has expired or is no longer valid.");
    }
    return transaction;
  }

  /** Ends the transaction; from then on its id is invalid, whether or not the caller commits. */
  end(database: string, id: Buffer): Transaction {
    const transaction = this.get(database, id);
    this.#open.delete(keyOf(id));
    return transaction;
  }

  /** No error when it has ended already: the SDK rolls back after a commit that was refused, too. */
  rollback(database: string, id: Buffer): void {
    if (this.#open.get(keyOf(id))?.database === database) this.#open.delete(keyOf(id));
  }

  /** Refuses a commit whose reads no longer hold. */
  checkReads({ snapshot, documents, queries }: Transaction): void {
    if (this.#store.lastCommit <= snapshot) return;
    const changed =
      [...documents].some((name) => this.#store.changedSince(name, snapshot)) ||
      queries.some(({ query, version }) => {
        const now = runQuery(this.#store, query, Number.POSITIVE_INFINITY);
        return versionOf(now.documents) !== version;
      });
    if (changed) {
      throw new RpcError(
        status.ABORTED,
        "Too much contention on these documents. Please try again.",
      );
    }
  }

  clear(): void {
    this.#open.clear();
  }
}

const keyOf = (id: Buffer) => id.toString("hex");

/** Remembers what a query answered, so that a document that joins or leaves it counts as changed. */
export function noteQuery(
  transaction: Transaction,
  query: Query,
  documents: readonly Document[],
): void {
  if (!transaction.readOnly) transaction.queries.push({ query, version: versionOf(documents) });
}

const versionOf = (documents: readonly Document[]) =>
  documents.map(({ name, updateTime }) => `${updateTime} ${name}`).join("\n");
