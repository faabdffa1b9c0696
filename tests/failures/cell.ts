import type { Fault, Faults } from "@claims-starter/local-service";
import { expect, vi } from "vitest";
import { type Denial, describeDenial } from "~/lib/access/denial";
import { withinTime } from "~/lib/calls/shared-deadline";
import { DbError, type DbErrorCode, type Result } from "~/lib/firebase/errors";
import { createRootLogger } from "~/lib/logger";
import { inRequest } from "./request.ts";

/** A row of a table: what a service does, and what the app makes of it; null is a success. */
export type Failure = [name: string, fault: Omit<Fault, "match">, expected: DbErrorCode[] | null];

type Call = () => Promise<Result<unknown, unknown>>;

export interface Cell {
  expected: Failure[2];
  /** Names the cell in the log: the id of its user, or another text that only this cell has. */
  about: string;
  call: Call;
  /** Cuts the call short. Without it, the limits that end it are the app's own. */
  ms?: number | undefined;
  /** The denial that the store's error becomes. */
  denial?: Denial["kind"] | undefined;
  /** How many calls to the service fail side by side. Each has its line in the log. */
  calls?: number | undefined;
}

/** What a failure may say. No address, stack, status or name of a vendor is in it. */
const SENTENCE = /^[A-Z][^<>{}:/\\@]{10,}\.$/;
const RETRYABLE: DbErrorCode[] = ["rate-limited", "unavailable", "deadline-exceeded", "conflict"];
const SLACK_MS = 1_500;
/** What a visitor may have to wait, whatever happens. */
const LONGEST_MS = 8_000;

export const lines: Record<string, unknown>[] = [];

/** Collects this process's log lines, as production writes them. */
export function collectLog(): void {
  const write = (line: string) => lines.push(JSON.parse(line));
  Object.assign(globalThis, { claimsStarterLogger: createRootLogger("info", { write }) });
}

function isDenial(problem: unknown, kind: Denial["kind"] | undefined): problem is Denial {
  return kind !== undefined && Object(problem).kind === kind;
}

/**
 * One call while a service fails: it is answered in time, with the right code, in words that may be
 * shown, and with one line in the log, which names the request.
 * @returns the lines in the log
 */
export async function expectFailure(cell: Cell): Promise<typeof lines> {
  const { expected, about, call, ms, denial, calls = 1 } = cell;
  const since = lines.length;
  const requestId = `request-of-${about}`;
  const started = performance.now();
  const [problem] = await inRequest(requestId, () => (ms ? withinTime(ms, call) : call()));
  const limit = ms ? ms + SLACK_MS : LONGEST_MS;
  expect(performance.now() - started, "answered in time").toBeLessThan(limit);
  const told = lines
    .slice(since)
    .filter((line) => line.level !== "info" && JSON.stringify(line).includes(about));
  for (const line of told) expect(line.requestId, "the request's id").toBe(requestId);
  if (expected === null) {
    expect(problem).toBeNull();
    return told;
  }
  const isStores = problem instanceof DbError;
  if (!isStores && !isDenial(problem, denial))
    throw new Error(`answered ${JSON.stringify(problem)}`);
  expect(isStores ? problem.message : describeDenial(problem).message).toMatch(SENTENCE);
  if (isStores) {
    expect(denial).toBeUndefined();
    expect(expected).toContain(problem.code);
    expect(problem.isRetryable).toBe(RETRYABLE.includes(problem.code));
  }
  // On a busy machine, the deadline of a change can pass when what it waited for has just failed.
  const isLate =
    isStores && problem.code === "deadline-exceeded" && expected[0] !== "deadline-exceeded";
  expect(isLate ? told.slice(-calls) : told, "one line in the log").toHaveLength(calls);
  for (const { errorCode, isRetryable } of told.slice(-calls)) {
    const codes: unknown[] = isStores ? [problem.code] : expected;
    expect(codes).toContain(errorCode);
    expect(isRetryable).toBe(RETRYABLE.some((code) => code === errorCode));
  }
  return told;
}

/** The same call works again. A change whose end is unknown locks its user for 15 s. */
export async function expectRecovery(call: Call): Promise<void> {
  await vi.waitFor(async () => expect((await call())[0]).toBeNull(), { timeout: 20_000 });
}

/** Milliseconds after which a call is cut short. A hang isn't: it shows the app's own limits. */
function patience([, fault, expected]: Failure): number | undefined {
  if (fault.hang) return undefined;
  // Room for a busy machine, but where the SDK would go on until the deadline.
  return expected?.includes("deadline-exceeded") ? 1_500 : 6_000;
}

/** One call under one failure, and once that is over, the same call again. */
export async function failOnce(
  faults: Faults,
  match: string,
  failure: Failure,
  cell: Omit<Cell, "expected">,
): Promise<typeof lines> {
  const [, fault, expected] = failure;
  const ms = fault.hang ? undefined : (cell.ms ?? patience(failure));
  faults.add({ match, ...fault });
  const told = await expectFailure({ ...cell, expected, ms }).finally(() => faults.clear(match));
  await expectRecovery(cell.call);
  return told;
}
