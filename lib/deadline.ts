/** Thrown by `withDeadline`; `categorizeDbError` makes it `deadline-exceeded`. */
class DeadlineError extends Error {
  override readonly name = "TimeoutError";
}

/**
 * The promise's result, or a rejection after `ms` milliseconds. The call itself cannot be taken
 * back (neither Clerk's SDK nor Firestore's takes an abort signal), so it may still land later:
 * only idempotent calls belong in here.
 */
export async function withDeadline<Value>(call: () => Promise<Value>, ms: number): Promise<Value> {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new DeadlineError(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([call(), expired]);
  } finally {
    clearTimeout(timer);
  }
}
