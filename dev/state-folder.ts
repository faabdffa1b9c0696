import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "./ports.ts";

/**
 * The folder with keys, users and documents; git ignores it.
 * @throws {UsageError} when it can't be made
 */
export function stateFolder(): string {
  const folder = process.env.LOCAL_STATE_DIR ?? ".local";
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch (error) {
    throw asUsageError(error, folder);
  }
}

function asUsageError(error: unknown, folder: string): unknown {
  const { code } = Object(error);
  if (typeof code !== "string") return error;
  return new UsageError(
    `Can't write to the folder ${folder} (${code}). Choose another one: LOCAL_STATE_DIR=… npm run …`,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return Object(error).code === "EPERM"; // another user's
  }
}

/**
 * Keeps the folder to this process until it ends: two that wrote to it would lose each other's users.
 * @throws {UsageError} naming the process that has it, or when it can't be written to
 */
export function lockStateFolder(folder: string): void {
  const file = join(folder, "lock");
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      process.once("exit", () => rmSync(file, { force: true }));
      return;
    } catch (error) {
      if (Object(error).code !== "EEXIST") throw asUsageError(error, folder);
    }
    const holder = Number(readFileSync(file, "utf8"));
    if (holder > 0 && holder !== process.pid && isAlive(holder)) {
      throw new UsageError(
        `The folder ${folder} is in use by process ${holder}. End it, or choose another folder: LOCAL_STATE_DIR=.local-2 npm run …`,
      );
    }
    rmSync(file, { force: true }); // of a process that was killed
  }
}
