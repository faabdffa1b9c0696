import type { Fault, Faults } from "@claims-starter/local-service";
import { expect, vi } from "vitest";
import { withinTime } from "~/lib/calls/shared-deadline";
import { DbError, type DbErrorCode, type Result } from "~/lib/firebase/errors";
import { createRootLogger } from "~/lib/logger";

/** A row of a table: what a service does, and what the app makes of it; null is a success. */
export type Failure = [name: string, fault: Omit<Fault, "match">, expected: DbErrorCode[] | null];

/** What a failure may say. No address, stack, status or name of a vendor is in it. */
const SENTENCE = /^[A-Z][^<>{}:/\\@]{10,}\.$/;
const RETRYABLE: DbErrorCode[] = ["rate-limited", "unavailable", "deadline-exceeded", "conflict"];
const SLACK_MS = 1_500;

export const lines: Record<string, unknown>[] = [];

/** Collects this process's log lines, as production writes them. */
export function collectLog(): void {
  const write = (line: string) => lines.push(JSON.parse(line));
  Object.assign(globalThis, { claimsStarterLogger: createRootLogger("info", { write }) });
}

/**
 * One call under one failure: it is answered in time, with the right code, in words that may be
 * shown, and with one line in the log; and once the failure is over, the same call works.
 * @param about part of what the log says of this cell alone: the id of its user
 * @param ms the call's deadline
 */
export async function failOnce(
  faults: Faults,
  match: string,
  [, fault, expected]: Failure,
  about: string,
  call: () => Promise<Result<unknown, unknown>>,
  // Room for a busy machine, but where the deadline is what is tested.
  ms = expected?.includes("deadline-exceeded") ? 1_500 : 6_000,
): Promise<void> {
  const since = lines.length;
  faults.add({ match, ...fault });
  const started = performance.now();
  const [error] = await withinTime(ms, call);
  expect(performance.now() - started, "answered in time").toBeLessThan(ms + SLACK_MS);
  faults.clear(match);
  if (expected === null) {
    expect(error).toBeNull();
  } else {
    if (!(error instanceof DbError)) throw new Error(`answered ${JSON.stringify(error)}`);
    expect(expected).toContain(error.code);
    expect(error.isRetryable).toBe(RETRYABLE.includes(error.code));
    expect(error.message).toMatch(SENTENCE);
    const told = lines
      .slice(since)
      .filter((line) => line.level !== "info" && JSON.stringify(line).includes(about));
    // On a busy machine, the deadline of a change can pass when what it waited for has just failed.
    const isLate = error.code === "deadline-exceeded" && expected[0] !== "deadline-exceeded";
    expect(isLate ? told.slice(-1) : told, "one line in the log").toHaveLength(1);
    expect(told.at(-1)).toMatchObject({ errorCode: error.code, isRetryable: error.isRetryable });
  }
  // A change whose end is unknown locks its user for 15 s.
  await vi.waitFor(async () => expect((await call())[0]).toBeNull(), { timeout: 20_000 });
}
