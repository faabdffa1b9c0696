import "server-only";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/**
 * A limit: `points` calls in `duration` seconds for each key. Each process counts for itself. To count
 * for all of them, make the package's RateLimiterRedis here, with this one as its `insuranceLimiter`,
 * so that people can go on when Redis can't.
 * @param name of what is counted; no two limits have the same
 * @returns a function that counts a call and answers 0, or the milliseconds until the next is allowed
 * @see https://github.com/animir/node-rate-limiter-flexible/wiki
 */
export function createLimit(name: string, options: { points: number; duration: number }) {
  const limiter = new RateLimiterMemory({ keyPrefix: name, ...options });
  return async (key: string): Promise<number> => {
    try {
      await limiter.consume(key);
      return 0;
    } catch (refusal) {
      // The limiter rejects when the limit is reached.
      if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
      throw refusal;
    }
  };
}
