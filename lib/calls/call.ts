import { setTimeout } from "node:timers/promises";
import pRetry from "p-retry";
import { withDeadline } from "~/lib/calls/deadline";
import { timeLeft, withinTime } from "~/lib/calls/shared-deadline";
import { categorizeDbError, DbError, type Result } from "~/lib/firebase/errors";
import type { Logger } from "~/lib/logger";

export interface CallOptions {
  /** What the call is about, for errors and log lines: `"clerk/users/user_1"`. */
  resource: string;
  log: Logger;
  /** Milliseconds one try may take. */
  attemptMs: number;
  /** Milliseconds all tries and the waits between them may take, or less in an action. */
  totalMs: number;
  /** Tries after the first. */
  retries: number;
}

/**
 * Makes an idempotent call to an external service. Each try has a deadline. Retryable errors are
 * retried with growing, jittered waits. A Retry-After is honoured where it fits into `totalMs`;
 * otherwise the error comes back at once, so the caller can say so.
 * @param call gets the number of the try, from 1
 * @param onLate gets the value of a try that succeeds after its deadline
 */
export async function callService<Value>(
  call: (attempt: number) => Promise<Value>,
  { resource, log, attemptMs, totalMs, retries }: CallOptions,
  onLate?: (value: Value) => unknown,
): Promise<Result<Value>> {
  const giveUpAt = Date.now() + timeLeft(totalMs);
  const left = () => giveUpAt - Date.now();
  const undo = (value: Value) => withinTime(Number.POSITIVE_INFINITY, () => onLate?.(value));

  async function attempt(number: number): Promise<Value> {
    try {
      return await withDeadline(() => call(number), Math.min(attemptMs, left()), undo);
    } catch (error) {
      throw categorizeDbError(error, resource);
    }
  }

  try {
    const value = await pRetry(attempt, {
      retries,
      minTimeout: 150,
      factor: 3,
      randomize: true,
      shouldRetry: async ({ error, attemptNumber, retryDelay }) => {
        if (!(error instanceof DbError) || !error.isRetryable) return false;
        const askedMs = error.retryAfterMs ?? 0;
        if (askedMs + retryDelay >= left()) return false;
        const { code: errorCode } = error;
        log.debug({ resource, errorCode, attemptNumber }, "Call failed, will try again");
        await setTimeout(askedMs);
        return true;
      },
    });
    return [null, value];
  } catch (thrown) {
    const error = categorizeDbError(thrown, resource);
    // Without a cause, it is an answer of our own.
    if (error.cause) {
      const { code: errorCode, isRetryable } = error;
      const isKey = errorCode === "unauthenticated" || errorCode === "permission-denied";
      const advice = resource.startsWith("clerk/")
        ? "Clerk refused this app: check CLERK_SECRET_KEY"
        : "Firestore refused this app: check the FIREBASE_ variables, and that the service account has the role Cloud Datastore User";
      log[error.isServerFault ? "error" : "warn"](
        { resource, errorCode, isRetryable, err: error },
        isKey ? advice : "Call failed",
      );
    }
    return [error, null];
  }
}
