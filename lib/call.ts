import { setTimeout } from "node:timers/promises";
import pRetry from "p-retry";
import { withDeadline } from "~/lib/deadline";
import { categorizeDbError, DbError, type Result } from "~/lib/firebase/errors";
import type { Logger } from "~/lib/logger";

export interface CallOptions {
  /** What the call is about, for errors and log lines: `"clerk/users/user_1"`. */
  resource: string;
  log: Logger;
  /** Milliseconds one try may take. */
  attemptMs: number;
  /** Milliseconds all tries and the waits between them may take. */
  totalMs: number;
  /** Tries after the first. */
  retries: number;
}

/**
 * Makes an idempotent call to an external service: each try has a deadline, what is retryable is
 * tried again with growing, jittered waits, and a Retry-After is honoured where it fits into
 * `totalMs`; where it does not, the error comes back at once so that the caller can say so.
 */
export async function callService<Value>(
  call: () => Promise<Value>,
  { resource, log, attemptMs, totalMs, retries }: CallOptions,
): Promise<Result<Value>> {
  const giveUpAt = Date.now() + totalMs;
  const left = () => giveUpAt - Date.now();

  const attempt = async () => {
    try {
      return await withDeadline(call, Math.max(1, Math.min(attemptMs, left())));
    } catch (error) {
      throw categorizeDbError(error, resource);
    }
  };

  try {
    const value = await pRetry(attempt, {
      retries,
      minTimeout: 150,
      factor: 3,
      randomize: true,
      maxRetryTime: totalMs,
      shouldRetry: async ({ error, attemptNumber, retryDelay }) => {
        if (!(error instanceof DbError) || !error.isRetryable) return false;
        const askedMs = error.retryAfterMs ?? 0;
        if (askedMs + retryDelay >= left()) return false;
        log.debug(
          { resource, errorCode: error.code, attemptNumber },
          "Call failed, will try again",
        );
        await setTimeout(askedMs);
        return true;
      },
    });
    return [null, value];
  } catch (error) {
    return [categorizeDbError(error, resource), null];
  }
}
