import {
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { status } from "@grpc/grpc-js";
import type { Micros } from "./clock.ts";
import { RpcError } from "./status.ts";
import type { Change, CommitLog, Document } from "./store.ts";
import { type StoredFields, storedFields, wireFields } from "./stored-value.ts";

/**
 * The data file: one line of JSON for each commit, appended before the commit is applied. A commit
 * is one line, so a process killed in the middle of it leaves a torn last line, which is dropped:
 * that commit was never acknowledged.
 */
interface Line {
  time: Micros;
  changes: {
    name: string;
    /** Absent when the commit deleted the document. */
    document?: { createTime: Micros; updateTime: Micros; fields: StoredFields };
  }[];
}

const syncData = promisify(fdatasync);

/** Reads the file, rewrites it without what was overwritten since, and opens it for appending. */
export function openDataFile(path: string): { log: CommitLog; documents: Iterable<Document> } {
  mkdirSync(dirname(path), { recursive: true });
  const documents = existsSync(path) ? readDocuments(path) : new Map<string, Document>();
  compact(path, documents.values());
  return { log: new DataFile(path), documents: documents.values() };
}

function readDocuments(path: string): Map<string, Document> {
  const documents = new Map<string, Document>();
  // The last element is what follows the last line break: nothing, or the torn line.
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  for (const [i, text] of lines.entries()) {
    try {
      // The file was written by this module; a line that is not ours makes the loop below throw.
      const line = JSON.parse(text) as Line;
      for (const { name, document } of line.changes) {
        if (document) {
          documents.set(name, { name, ...document, fields: wireFields(document.fields) });
        } else {
          documents.delete(name);
        }
      }
    } catch (cause) {
      throw new Error(`${path} is damaged at line ${i + 1}; delete it to start empty.`, { cause });
    }
  }
  return documents;
}

function compact(path: string, documents: Iterable<Document>): void {
  const fresh = `${path}.new`;
  const file = openSync(fresh, "w", 0o600);
  for (const document of documents) {
    writeAll(file, lineOf(document.updateTime, [{ name: document.name, document }]));
  }
  fsyncSync(file);
  closeSync(file);
  renameSync(fresh, path);
}

function lineOf(time: Micros, changes: readonly Change[]): string {
  const line: Line = {
    time,
    changes: changes.map(({ name, document }) => {
      if (!document) return { name };
      const { createTime, updateTime } = document;
      return { name, document: { createTime, updateTime, fields: storedFields(document.fields) } };
    }),
  };
  return `${JSON.stringify(line)}\n`;
}

function writeAll(file: number, text: string): number {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
  return bytes.length;
}

class DataFile implements CommitLog {
  readonly #file: number;
  #length: number;
  #sync: Promise<void> | undefined;
  #nextSync: Promise<void> | undefined;

  constructor(path: string) {
    this.#file = openSync(path, "a");
    this.#length = fstatSync(this.#file).size;
  }

  append(time: Micros, changes: readonly Change[]): void {
    if (fstatSync(this.#file).nlink === 0) {
      throw new RpcError(
        status.UNAVAILABLE,
        "The data file was deleted, or another local Firestore opened it.",
      );
    }
    try {
      this.#length += writeAll(this.#file, lineOf(time, changes));
    } catch (error) {
      // A full disk may have taken half of the line; the next one must not continue it.
      ftruncateSync(this.#file, this.#length);
      throw new RpcError(status.RESOURCE_EXHAUSTED, `The data file is not writable: ${error}`);
    }
  }

  /** Commits that wait at the same time share one sync: the one that starts after they appended. */
  flush(): Promise<void> {
    if (!this.#sync) {
      this.#sync = syncData(this.#file).finally(() => {
        this.#sync = undefined;
      });
      return this.#sync;
    }
    this.#nextSync ??= this.#sync.then(
      () => this.#startNext(),
      () => this.#startNext(),
    );
    return this.#nextSync;
  }

  clear(): void {
    ftruncateSync(this.#file, 0);
    this.#length = 0;
  }

  async close(): Promise<void> {
    await this.flush();
    closeSync(this.#file);
  }

  #startNext(): Promise<void> {
    this.#nextSync = undefined;
    return this.flush();
  }
}
