import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { claimDataFile, DataFileError, withDataFile } from "./data-file.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "firestore-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const claim = (path: string) => withDataFile(path, () => claimDataFile(path));

/** The message of the error for this file. */
function refusalOf(path: string): string {
  try {
    claim(path)();
  } catch (error) {
    expect(error).toBeInstanceOf(DataFileError);
    return error instanceof Error ? error.message : "";
  }
  return "none";
}

test("makes the folders, and leaves nothing when it is released", () => {
  const path = join(dir, "a/b/data");
  const release = claim(path);
  expect(existsSync(`${path}.lock`)).toBe(true);
  release();
  expect(existsSync(`${path}.lock`)).toBe(false);
});

test("takes over the lock of a process that is gone", () => {
  const path = join(dir, "data");
  writeFileSync(`${path}.lock`, String(2 ** 30));
  claim(path)();
});

test("names the process that has the file, and the lock", () => {
  const path = join(dir, "data");
  writeFileSync(`${path}.lock`, String(process.ppid));
  expect(refusalOf(path)).toBe(
    `${path} is in use by the local Firestore of process ${process.ppid}. End it, or use another file. If that process is something else, delete ${path}.lock.`,
  );
});

test("refuses a folder, and a file as a folder", () => {
  expect(refusalOf(dir)).toBe(
    `${dir} is a folder; use the path of a file, such as firestore.jsonl.`,
  );
  writeFileSync(join(dir, "file"), "");
  const below = join(dir, "file/a/b");
  expect(refusalOf(below)).toBe(
    `${below} can't be written (ENOTDIR): a part of its path is a file. Use another file.`,
  );
});

test.runIf(process.platform === "linux")("refuses what is neither, without hanging", () => {
  expect(refusalOf("/dev/null")).toMatch(/^\/dev\/null is no file; use the path of a file/);
  expect(refusalOf("/proc/foo/x")).toMatch(
    /^\/proc\/foo\/x can't be written \(ENOENT\): its folder can't be made\. Use another file\.$/,
  );
});

// Root may write everywhere.
test.runIf(process.getuid?.())("refuses a folder that can't be written to", () => {
  chmodSync(dir, 0o500);
  expect(refusalOf(join(dir, "data"))).toContain(
    "can't be written (EACCES): you have no permission for it or its folder. Use another file.",
  );
});
