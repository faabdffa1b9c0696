import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const held = new Set<string>();

process.once("exit", () => {
  for (const file of held) rmSync(file, { force: true });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return Object(error).code === "EPERM"; // another user's
  }
}

/** 0 where there is none: the lock was given back a moment ago, or its holder was killed at once. */
function holderOf(file: string): number {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch (error) {
    if (existsSync(file)) throw error;
    return 0;
  }
}

/**
 * Takes a lock: a file with the id of the process that has it. The lock of one that was killed is taken over.
 * @returns null when it is ours now, until we release it or end; else the process that has it
 * @throws {Error} when the file can't be written
 */
export function takeLock(file: string): number | null {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      held.add(file);
      return null;
    } catch (error) {
      if (Object(error).code !== "EEXIST") throw error;
    }
    const holder = holderOf(file);
    // An id may have come round to us.
    const isTaken = holder === process.pid ? held.has(file) : holder > 0 && isAlive(holder);
    if (isTaken) return holder;
    rmSync(file, { force: true });
  }
}

export function releaseLock(file: string): void {
  if (held.delete(file)) rmSync(file, { force: true });
}
