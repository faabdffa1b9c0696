import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { releaseLock, takeLock } from "./lock.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "local-service-lock-"));
  file = join(folder, "lock");
});
afterEach(() => {
  releaseLock(file);
  rmSync(folder, { recursive: true });
});

/** Takes the lock in a process of its own, and ends it as told. */
function takeElsewhere(end: string): string {
  const lock = JSON.stringify(join(import.meta.dirname, "lock.ts"));
  const program = `const { takeLock } = await import(${lock});
console.log(process.pid, takeLock(${JSON.stringify(file)}));
${end}`;
  const args = ["--input-type=module", "--eval", program];
  return spawnSync(process.execPath, args, { encoding: "utf8" }).stdout.trim();
}

test("is ours until we give it back", () => {
  expect(takeLock(file)).toBeNull();
  expect(takeLock(file)).toBe(process.pid);
  releaseLock(file);
  expect(existsSync(file)).toBe(false);
  expect(takeLock(file)).toBeNull();
});

test("another process is told who has it", () => {
  takeLock(file);
  expect(takeElsewhere("")).toMatch(new RegExp(` ${process.pid}$`));
});

test("is given back when its process ends", () => {
  expect(takeElsewhere("")).toMatch(/ null$/);
  expect(existsSync(file)).toBe(false);
});

test.each([
  ["was killed", () => takeElsewhere('process.kill(process.pid, "SIGKILL")')],
  ["wrote nothing", () => writeFileSync(file, "")],
])("the lock of a process that %s is taken over", (_, leave) => {
  leave();
  expect(existsSync(file)).toBe(true);
  expect(takeLock(file)).toBeNull();
});

test("a folder that isn't there is an error", () => {
  expect(() => takeLock(join(folder, "missing/lock"))).toThrow("ENOENT");
});
