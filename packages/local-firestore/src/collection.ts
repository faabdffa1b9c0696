import type { Micros } from "./clock.ts";
import { FieldIndex } from "./field-index.ts";
import type { FieldPath } from "./field-path.ts";
import { idOf } from "./names.ts";
import type { Document } from "./store.ts";

interface Version {
  readonly time: Micros;
  readonly document: Document | undefined;
}

/** A scan of fewer documents is as fast as an index. */
const MANY_DOCUMENTS = 500;

/** The documents of one collection, each with its recent versions. */
export class Collection {
  readonly #versions = new Map<string, Version[]>();
  /** Made when a query first needs one, by the path of its field. */
  readonly #indexes = new Map<string, FieldIndex>();
  #changedAt: Micros = 0;

  get isEmpty(): boolean {
    return this.#versions.size === 0;
  }

  get(name: string, at: Micros): Document | undefined {
    return versionAt(this.#versions.get(idOf(name)), at)?.document;
  }

  /** When the document was last written or deleted; 0 for never. */
  changedAt(name: string): Micros {
    return this.#versions.get(idOf(name))?.at(-1)?.time ?? 0;
  }

  /** All documents, in no order. */
  *documents(at: Micros): Generator<Document> {
    for (const versions of this.#versions.values()) {
      const document = versionAt(versions, at)?.document;
      if (document) yield document;
    }
  }

  /**
   * The documents that have the field, in its order; undefined where a scan has to do: in a small
   * collection, and when the query looks at a moment before the last change.
   */
  indexed(path: FieldPath, at: Micros): readonly Document[] | undefined {
    if (this.#versions.size < MANY_DOCUMENTS || at < this.#changedAt) return undefined;
    const key = JSON.stringify(path);
    const index = this.#indexes.get(key) ?? new FieldIndex(path, this.documents(at));
    this.#indexes.set(key, index);
    return index.read();
  }

  /** Adds a version. Returns whether it replaces one that stays as history. */
  write(name: string, time: Micros, document: Document | undefined): boolean {
    const id = idOf(name);
    const versions = this.#versions.get(id) ?? [];
    const before = versions.at(-1)?.document;
    versions.push({ time, document });
    this.#versions.set(id, versions);
    this.#changedAt = Math.max(this.#changedAt, time);
    for (const index of this.#indexes.values()) index.note(name, before, document);
    return versions.length > 1 || !document;
  }

  /** Drops the versions of a document that were replaced before this moment. */
  forget(name: string, before: Micros): void {
    const versions = this.#versions.get(idOf(name));
    const current = versionAt(versions, before);
    if (!versions || !current) return;
    versions.splice(0, versions.indexOf(current));
    if (versions.length === 1 && !current.document) this.#versions.delete(idOf(name));
  }

  ids(): string[] {
    return [...this.#versions.keys()];
  }
}

const versionAt = (versions: readonly Version[] | undefined, at: Micros): Version | undefined =>
  versions?.findLast(({ time }) => time <= at);
