/** `categorizeDbError` makes it `deadline-exceeded`. */
class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/**
 * The promise's result, or a rejection after `ms` milliseconds; none left, it makes no call. The
 * call itself can't be stopped (Clerk's and Firestore's SDKs take no abort signal), so it may still
 * land: use it for idempotent calls only.
 * @param onLate gets the result of a call that succeeds after the rejection
 */
export async function withDeadline<Value>(
  call: () => Promise<Value>,
  ms: number,
  onLate: (value: Value) => unknown = () => {},
): Promise<Value> {
  const late = new TimeoutError(`no answer within ${ms} ms`);
  if (ms <= 0) throw late;
  const called = call();
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    called.then(onLate).catch(() => {});
    reject(late);
  }, ms);
  try {
    return await Promise.race([called, expired]);
  } finally {
    clearTimeout(timer);
  }
}
