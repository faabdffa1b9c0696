import { status } from "@grpc/grpc-js";
import { type Micros, toTimestamp } from "./clock.ts";
import { checkDatabase, checkDocumentName } from "./names.ts";
import { inScope, parseQuery, type Query } from "./query.ts";
import { toMessage, toResult } from "./reads.ts";
import { runQuery } from "./run-query.ts";
import { invalidArgument, RpcError } from "./status.ts";
import type { Document, Store } from "./store.ts";
import type { DocumentMessage, ListenResponse, RequestOf, Target } from "./wire.ts";

/** Something that is listened to, and the version of each document that the listener knows. */
interface Watched {
  id: number;
  known: Map<string, Micros>;
  /** Whether a change of this document can change what the target shows. */
  concerns(name: string): boolean;
  /** What it shows now. */
  read(): Document[];
  toMessage(document: Document): DocumentMessage;
}

/**
 * One Listen stream. After every commit that concerns a target, the target is read again and the
 * differences are sent, followed by a message that tells the SDK to raise a snapshot.
 * https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1#listenresponse
 */
export class ListenStream {
  readonly #store: Store;
  readonly #send: (response: ListenResponse) => void;
  readonly #targets = new Map<number, Watched>();
  readonly #stop: () => void;

  constructor(store: Store, send: (response: ListenResponse) => void) {
    this.#store = store;
    this.#send = send;
    this.#stop = store.onCommit((names) => this.#update(names));
  }

  request({ database, targetChange, addTarget, removeTarget }: RequestOf<"Listen">): void {
    checkDatabase(database);
    if (targetChange === "addTarget" && addTarget) {
      try {
        this.#add(database, addTarget);
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        this.#refuse(addTarget.targetId, error);
      }
    } else if (targetChange === "removeTarget" && removeTarget !== undefined) {
      this.#targets.delete(removeTarget);
      this.#send({ targetChange: { targetChangeType: "REMOVE", targetIds: [removeTarget] } });
    } else throw invalidArgument("A listen request neither adds nor removes a target.");
  }

  close(): void {
    this.#stop();
    this.#targets.clear();
  }

  #add(database: string, target: Target): void {
    const watched = watch(this.#store, database, target);
    const targetIds = [watched.id];
    this.#send({ targetChange: { targetChangeType: "ADD", targetIds } });
    // A listener that comes back knows something, but we do not keep what: it starts afresh.
    if (target.resumeType) this.#send({ targetChange: { targetChangeType: "RESET", targetIds } });
    this.#targets.set(watched.id, watched);
    const at = this.#store.clock.tick();
    this.#sendChanges(watched, at);
    for (const name of target.documents?.documents ?? []) {
      if (!watched.known.has(name)) this.#sendGone(watched.id, name, at);
    }
    this.#send({ targetChange: { targetChangeType: "CURRENT", targetIds, ...resume(at) } });
    this.#sendSnapshot(at);
  }

  /** The stream goes on: only this target is bad. */
  #refuse(targetId: number, { code, message }: RpcError): void {
    const cause = { code, message };
    const targetIds = [targetId];
    this.#send({ targetChange: { targetChangeType: "REMOVE", targetIds, cause } });
  }

  #update(names: ReadonlySet<string>): void {
    const at = this.#store.clock.tick();
    let changed = false;
    for (const watched of this.#targets.values()) {
      if (![...names].some((name) => watched.concerns(name))) continue;
      changed = this.#sendChanges(watched, at) || changed;
    }
    if (changed) this.#sendSnapshot(at);
  }

  #sendChanges(watched: Watched, at: Micros): boolean {
    const documents = watched.read();
    const before = watched.known;
    watched.known = new Map(documents.map(({ name, updateTime }) => [name, updateTime]));
    let changed = false;
    for (const document of documents) {
      if (before.get(document.name) === document.updateTime) continue;
      const targetIds = [watched.id];
      this.#send({ documentChange: { document: watched.toMessage(document), targetIds } });
      changed = true;
    }
    for (const name of before.keys()) {
      if (watched.known.has(name)) continue;
      this.#sendGone(watched.id, name, at);
      changed = true;
    }
    return changed;
  }

  #sendGone(targetId: number, document: string, at: Micros): void {
    const gone = { document, removedTargetIds: [targetId], readTime: toTimestamp(at) };
    if (this.#store.get(document)) this.#send({ documentRemove: gone });
    else this.#send({ documentDelete: gone });
  }

  #sendSnapshot(at: Micros): void {
    this.#send({ targetChange: { targetChangeType: "NO_CHANGE", ...resume(at) } });
  }
}

const resume = (at: Micros) => ({
  readTime: toTimestamp(at),
  resumeToken: Buffer.from(String(at)),
});

function watch(store: Store, database: string, target: Target): Watched {
  const base = { id: target.targetId, known: new Map<string, Micros>() };
  if (target.targetType === "documents" && target.documents) {
    const names = new Set(target.documents.documents);
    for (const name of names) checkDocumentName(name, database);
    return {
      ...base,
      concerns: (name) => names.has(name),
      read: () => [...names].flatMap((name) => store.get(name) ?? []),
      toMessage: (document) => toMessage(document),
    };
  }
  if (target.targetType === "query" && target.query) {
    const query: Query = parseQuery(target.query.parent, target.query.structuredQuery);
    if (query.nearest) throw invalidArgument("A vector search cannot be listened to.");
    return {
      ...base,
      concerns: (name) => inScope(query, name),
      read: () => runQuery(store, query, Number.POSITIVE_INFINITY).documents,
      toMessage: (document) => toResult(document, query),
    };
  }
  throw new RpcError(status.INVALID_ARGUMENT, "A target has neither a query nor documents.");
}
