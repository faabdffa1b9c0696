import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { takeLock } from "@claims-starter/local-service";
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

/**
 * Keeps the folder to this process until it ends: two that wrote to it would lose each other's users.
 * @throws {UsageError} naming the process that has it, or when it can't be written to
 */
export function lockStateFolder(folder: string): void {
  let holder: number | null;
  try {
    holder = takeLock(join(folder, "lock"));
  } catch (error) {
    throw asUsageError(error, folder);
  }
  if (holder !== null) {
    throw new UsageError(
      `The folder ${folder} is in use by process ${holder}. End it, or choose another folder: LOCAL_STATE_DIR=.local-2 npm run …`,
    );
  }
}
