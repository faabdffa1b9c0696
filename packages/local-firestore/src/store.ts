import { status } from "@grpc/grpc-js";
import { Clock, type Micros } from "./clock.ts";
import { Collection } from "./collection.ts";
import { compareNames, parentOf } from "./names.ts";
import { RpcError } from "./status.ts";
import type { Fields } from "./wire.ts";

/** A document as it was at one moment; never changed, only replaced. */
export interface Document {
  readonly name: string;
  readonly fields: Fields;
  readonly createTime: Micros;
  readonly updateTime: Micros;
}

/** What a commit does to one document; without `document` it deletes it. */
export interface Change {
  readonly name: string;
  readonly document: Document | undefined;
}

/** Where commits are kept beyond the process. */
export interface CommitLog {
  /** Writes the commit to the file; all of it or, if it throws, nothing. */
  append(time: Micros, changes: readonly Change[]): void;
  /** Settles when everything appended is on disk. */
  flush(): Promise<void>;
  clear(): void;
  close(): Promise<void>;
}

/**
 * How long a replaced version stays readable. A transaction lives for 270 s at the most, so its
 * snapshot is always there. https://firebase.google.com/docs/firestore/quotas#writes_and_transactions
 */
const HISTORY: Micros = 300_000_000;

/**
 * All documents of all databases, each with its recent versions, so that a transaction reads one
 * consistent moment while others commit. Everything here is synchronous: a commit is atomic
 * because nothing can run in the middle of it.
 */
export class Store {
  readonly clock = new Clock();
  readonly #log: CommitLog | undefined;
  readonly #collections = new Map<string, Collection>();
  readonly #listeners = new Set<(names: ReadonlySet<string>) => void>();
  /** Versions that were replaced, oldest first, with the moment since which they are history. */
  #replaced: { name: string; time: Micros }[] = [];
  #lastCommit: Micros = 0;
  /** Before it nothing can be read: history starts with the process. */
  #start: Micros;

  constructor(log?: CommitLog, documents: Iterable<Document> = []) {
    this.#log = log;
    for (const document of documents) {
      this.#write(document.name, document.updateTime, document);
      this.clock.advanceTo(document.updateTime);
    }
    this.#start = this.clock.tick();
  }

  /** When something was last written, in any database. */
  get lastCommit(): Micros {
    return this.#lastCommit;
  }

  get(name: string, at: Micros = Number.POSITIVE_INFINITY): Document | undefined {
    return this.collection(parentOf(name))?.get(name, at);
  }

  /** Whether the document was written, or deleted, after `time`. */
  changedSince(name: string, time: Micros): boolean {
    return (this.collection(parentOf(name))?.changedAt(name) ?? 0) > time;
  }

  /** One collection; undefined when nothing was ever written to it. */
  collection(name: string): Collection | undefined {
    return this.#collections.get(name);
  }

  /** The documents of one collection, in no order. */
  *documents(collection: string, at: Micros = Number.POSITIVE_INFINITY): Generator<Document> {
    yield* this.collection(collection)?.documents(at) ?? [];
  }

  /** The names of the collections below `parent`, at any depth, that hold a document. */
  *collections(parent: string, at: Micros = Number.POSITIVE_INFINITY): Generator<string> {
    for (const collection of this.#collections.keys()) {
      if (!collection.startsWith(`${parent}/`)) continue;
      if (!this.documents(collection, at).next().done) yield collection;
    }
  }

  /** A time at which reads see everything committed so far, or the one asked for if it is possible. */
  readTime(wanted?: Micros): Micros {
    const now = this.clock.tick();
    if (wanted === undefined) return now;
    if (wanted > now) {
      throw new RpcError(status.INVALID_ARGUMENT, "The read time is in the future.");
    }
    if (wanted < Math.max(this.#start, now - HISTORY)) {
      throw new RpcError(status.FAILED_PRECONDITION, "The read time is too old.");
    }
    return wanted;
  }

  /** Applies the changes, all or none. They count as kept once `flushed` settles. */
  commit(time: Micros, changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.#log?.append(time, changes);
    this.#forgetHistory(time - HISTORY);
    for (const { name, document } of changes) {
      if (this.#write(name, time, document)) this.#replaced.push({ name, time });
    }
    this.#lastCommit = time;
    this.#tell(changes.map(({ name }) => name));
  }

  async flushed(): Promise<void> {
    await this.#log?.flush();
  }

  /** Forgets everything, on disk too. */
  clear(): void {
    const names = [...this.#collections].flatMap(([collection, documents]) =>
      documents.ids().map((id) => `${collection}/${id}`),
    );
    this.#log?.clear();
    this.#collections.clear();
    this.#replaced = [];
    this.#start = this.clock.tick();
    this.#lastCommit = this.#start;
    this.#tell(names);
  }

  /** Calls back after each commit with what it changed, until the returned function is called. */
  onCommit(listener: (names: ReadonlySet<string>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(names: string[]): void {
    const changed = new Set(names.sort(compareNames));
    for (const listener of this.#listeners) listener(changed);
  }

  #write(name: string, time: Micros, document: Document | undefined): boolean {
    const collection = this.#collections.get(parentOf(name)) ?? new Collection();
    this.#collections.set(parentOf(name), collection);
    return collection.write(name, time, document);
  }

  /** Drops what is older than `before`; not at every commit, but when 10 s of it have gathered. */
  #forgetHistory(before: Micros): void {
    if ((this.#replaced[0]?.time ?? before) > before - 10_000_000) return;
    const kept = this.#replaced.findIndex(({ time }) => time > before);
    const old = this.#replaced.splice(0, kept === -1 ? this.#replaced.length : kept);
    for (const { name } of old) {
      const collection = this.collection(parentOf(name));
      collection?.forget(name, before);
      if (collection?.isEmpty) this.#collections.delete(parentOf(name));
    }
  }
}
