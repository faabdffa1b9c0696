import { fromTimestamp, type Micros, toTimestamp } from "./clock.ts";
import { parseReadPath, pickFields } from "./field-path.ts";
import type { Query } from "./query.ts";
import { countQuery, runQuery } from "./run-query.ts";
import type { Document, Store } from "./store.ts";
import { noteQuery, type Transaction, type Transactions } from "./transactions.ts";
import type { Consistency, DocumentMessage, Mask } from "./wire.ts";

/** The moment that a request reads at, and the transaction that the reads belong to. */
export class View {
  readonly #store: Store;
  readonly #transaction: Transaction | undefined;
  readonly at: Micros;
  /** The id of the transaction that this request started. */
  readonly started: Buffer | undefined;

  constructor(
    store: Store,
    transactions: Transactions,
    database: string,
    { consistencySelector, transaction, newTransaction, readTime }: Consistency,
  ) {
    this.#store = store;
    if (consistencySelector === "newTransaction") {
      this.started = transactions.begin(database, newTransaction);
    }
    const id = this.started ?? transaction;
    this.#transaction = id?.length ? transactions.get(database, id) : undefined;
    this.at =
      this.#transaction?.snapshot ?? store.readTime(readTime ? fromTimestamp(readTime) : undefined);
  }

  get(name: string): Document | undefined {
    if (!this.#transaction?.readOnly) this.#transaction?.documents.add(name);
    return this.#store.get(name, this.at);
  }

  run(query: Query): { documents: Document[]; skipped: number } {
    const result = runQuery(this.#store, query, this.at);
    if (this.#transaction) noteQuery(this.#transaction, query, result.documents);
    return result;
  }

  /** How many results the query has. */
  count(query: Query): number {
    // A transaction remembers which documents it saw.
    if (this.#transaction) return this.run(query).documents.length;
    return countQuery(this.#store, query, this.at);
  }
}

export function toMessage(document: Document, mask?: Mask | null): DocumentMessage {
  const { name, fields, createTime, updateTime } = document;
  return {
    name,
    fields: mask ? pickFields(fields, mask.fieldPaths.map(parseReadPath)) : fields,
    createTime: toTimestamp(createTime),
    updateTime: toTimestamp(updateTime),
  };
}

/** A query's result; a projection that names no field but __name__ asks for the names only. */
export function toResult(document: Document, { projection }: Query): DocumentMessage {
  if (!projection) return toMessage(document);
  return { ...toMessage(document), fields: pickFields(document.fields, projection) };
}
