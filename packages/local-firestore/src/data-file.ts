import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { releaseLock, takeLock } from "@claims-starter/local-service";

/** Why a data file cannot be used. The message starts with its path, and says what to do. */
export class DataFileError extends Error {}

const REASONS = new Map([
  ["EACCES", "you have no permission for it or its folder"],
  ["EPERM", "you have no permission for it or its folder"],
  ["EROFS", "its disk is read-only"],
  ["ENOSPC", "its disk is full"],
  ["ENOENT", "its folder can't be made"],
  ["ENOTDIR", "a part of its path is a file"],
  ["ENAMETOOLONG", "its path is too long"],
]);

/** Runs what uses the file; errors of the system become sentences that name it. */
export function withDataFile<Result>(path: string, use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    const { code } = Object(error);
    if (typeof code !== "string" || !(error instanceof Error)) throw error;
    const reason = REASONS.get(code) ?? error.message;
    throw new DataFileError(`${path} can't be written (${code}): ${reason}. Use another file.`, {
      cause: error,
    });
  }
}

/**
 * Keeps the file to this process until the returned function is called, or the process ends, even
 * by kill -9: two that wrote to it would lose each other's documents.
 * @throws {DataFileError} when another local Firestore has it, or when it is no file
 */
export function claimDataFile(path: string): () => void {
  checkKind(path);
  makeFolder(dirname(resolve(path)));
  const lock = `${resolve(path)}.lock`;
  const holder = takeLock(lock);
  if (holder === null) return () => releaseLock(lock);
  throw new DataFileError(
    `${path} is in use by the local Firestore of process ${holder}. End it, or use another file. If that process is something else, delete ${lock}.`,
  );
}

/** Only a file can be replaced when it is rewritten, not a folder or a device such as /dev/null. */
function checkKind(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats || stats.isFile()) return;
  const kind = stats.isDirectory() ? "a folder" : "no file";
  throw new DataFileError(`${path} is ${kind}; use the path of a file, such as firestore.jsonl.`);
}

/** Folder by folder: mkdir's `recursive` never ends where none can be made, such as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it in the meantime.
    if (Object(error).code !== "EEXIST") throw error;
  }
}
