import { type FieldPath, getField, isDocumentId } from "./field-path.ts";
import { compareNames } from "./names.ts";
import type { Document } from "./store.ts";
import { compareValues } from "./values.ts";

/** From here on, one merge is faster than to move the rest of the array for each document. */
const MANY_CHANGES = 200;
/** What changes between two reads must not pile up. */
const MOST_CHANGES = 5_000;

/** What changed since the index was last read: the document as it is in the index, and as it is now. */
interface Change {
  before: Document | undefined;
  after: Document | undefined;
}

/**
 * The documents of one collection that have a field, in the order of its values, then of their
 * names. It is a sorted array of 8 bytes a document. Changes wait until it is read.
 */
export class FieldIndex {
  readonly #path: FieldPath;
  readonly #changes = new Map<string, Change>();
  #documents: Document[];

  constructor(path: FieldPath, documents: Iterable<Document>) {
    this.#path = path;
    this.#documents = this.#sorted([...documents].filter((document) => this.#has(document)));
  }

  note(name: string, before: Document | undefined, after: Document | undefined): void {
    const earlier = this.#changes.get(name);
    this.#changes.set(name, { before: earlier ? earlier.before : before, after });
    if (this.#changes.size > MOST_CHANGES) this.read();
  }

  /** The documents in order; it belongs to the index. */
  read(): readonly Document[] {
    if (this.#changes.size > MANY_CHANGES) this.#merge();
    else for (const change of this.#changes.values()) this.#apply(change);
    this.#changes.clear();
    return this.#documents;
  }

  #has(document: Document | undefined): document is Document {
    if (!document) return false;
    return isDocumentId(this.#path) || getField(document.fields, this.#path) !== undefined;
  }

  #apply({ before, after }: Change): void {
    if (this.#has(before)) this.#documents.splice(this.#placeOf(before), 1);
    if (this.#has(after)) this.#documents.splice(this.#placeOf(after), 0, after);
  }

  #placeOf(document: Document): number {
    return firstIndex(this.#documents, (other) => this.#compare(other, document) >= 0);
  }

  #merge(): void {
    const changes = [...this.#changes.values()];
    const gone = new Set(changes.map(({ before }) => before));
    const added = changes.map(({ after }) => after).filter((document) => this.#has(document));
    const kept = this.#documents.filter((document) => !gone.has(document));
    // Sorting finds the two runs and merges them.
    this.#documents = this.#sorted(kept.concat(this.#sorted(added)));
  }

  #sorted(documents: Document[]): Document[] {
    return documents.sort((a, b) => this.#compare(a, b));
  }

  #compare(a: Document, b: Document): number {
    if (isDocumentId(this.#path)) return compareNames(a.name, b.name);
    const x = getField(a.fields, this.#path);
    const y = getField(b.fields, this.#path);
    return (x && y ? compareValues(x, y) : 0) || compareNames(a.name, b.name);
  }
}

/** The first index of a sorted array whose element and all later ones pass the test. */
export function firstIndex<T>(sorted: readonly T[], test: (item: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = sorted[middle];
    if (item !== undefined && test(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}
