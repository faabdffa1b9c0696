import {
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { promisify } from "node:util";
import { status } from "@grpc/grpc-js";
import type { Micros } from "./clock.ts";
import { claimDataFile, DataFileError, withDataFile } from "./data-file.ts";
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

interface OpenFile {
  log: CommitLog;
  documents: Iterable<Document>;
}

interface OpenOptions {
  /** Empties the file first. */
  reset?: boolean;
  /** Told when the file is lost. */
  log?: (line: string) => void;
}

/**
 * Reads the file, rewrites it without what was overwritten since, and opens it for appending.
 * @throws {DataFileError} when it can't be used
 */
export function openDataFile(path: string, options: OpenOptions = {}): OpenFile {
  return withDataFile(path, () => {
    const release = claimDataFile(path);
    try {
      return openClaimed(path, release, options);
    } catch (error) {
      release();
      throw error;
    }
  });
}

function openClaimed(path: string, release: () => void, options: OpenOptions): OpenFile {
  const { reset = false, log = () => {} } = options;
  if (reset) rmSync(path, { force: true });
  const documents = existsSync(path) ? readDocuments(path) : new Map<string, Document>();
  compact(path, documents.values());
  return { log: new DataFile(path, release, log), documents: documents.values() };
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
      const message = `${path} is damaged at line ${i + 1}; delete it to start empty.`;
      throw new DataFileError(message, { cause });
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
  readonly #path: string;
  readonly #file: number;
  readonly #release: () => void;
  readonly #log: (line: string) => void;
  #isLost = false;
  #length: number;
  #sync: Promise<void> | undefined;
  #nextSync: Promise<void> | undefined;

  constructor(path: string, release: () => void, log: (line: string) => void) {
    this.#path = path;
    this.#release = release;
    this.#log = log;
    this.#file = openSync(path, "a");
    this.#length = fstatSync(this.#file).size;
  }

  append(time: Micros, changes: readonly Change[]): void {
    if (fstatSync(this.#file).nlink === 0) throw this.#lost();
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
    try {
      await this.flush();
    } finally {
      closeSync(this.#file);
      this.#release();
    }
  }

  /** Not UNAVAILABLE, which the SDK would retry without end. Says it once in the output as well. */
  #lost(): RpcError {
    const message = `The data file ${this.#path} was deleted, or another local Firestore opened it. Nothing more is written: restart this one.`;
    if (!this.#isLost) this.#log(message);
    this.#isLost = true;
    return new RpcError(status.FAILED_PRECONDITION, message);
  }

  #startNext(): Promise<void> {
    this.#nextSync = undefined;
    return this.flush();
  }
}
