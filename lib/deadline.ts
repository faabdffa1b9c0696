/** `categorizeDbError` makes it `deadline-exceeded`. */
class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/**
 * The promise's result, or a rejection after `ms` milliseconds. The call itself can't be stopped
 * (Clerk's and Firestore's SDKs take no abort signal), so it may still land: use it for idempotent
 * calls only.
 */
export async function withDeadline<Value>(call: () => Promise<Value>, ms: number): Promise<Value> {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TimeoutError(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([call(), expired]);
  } finally {
    clearTimeout(timer);
  }
}
