import "server-only";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Counts a call, and answers 0, or the milliseconds until the next is allowed. */
type Count = (key: string) => Promise<number>;

// Next evaluates this module once for each of its bundles. They share the counts.
const shared: typeof globalThis & { claimsStarterLimits?: Map<string, Count> } = globalThis;

/**
 * A limit: `points` calls in `duration` seconds for each key. Each process counts for itself. To count
 * for all of them, make the package's RateLimiterRedis here, with this one as its `insuranceLimiter`,
 * so that people can go on when Redis can't.
 * @param name of what is counted; no two limits have the same
 * @see https://github.com/animir/node-rate-limiter-flexible/wiki
 */
export function createLimit(name: string, options: { points: number; duration: number }): Count {
  shared.claimsStarterLimits ??= new Map();
  // With its options, so that a change of them counts at once in development.
  const id = `${name} ${JSON.stringify(options)}`;
  const existing = shared.claimsStarterLimits.get(id);
  if (existing) return existing;

  const limiter = new RateLimiterMemory({ keyPrefix: name, ...options });
  const count: Count = async (key) => {
    try {
      await limiter.consume(key);
      return 0;
    } catch (refusal) {
      // The limiter rejects when the limit is reached.
      if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
      throw refusal;
    }
  };
  shared.claimsStarterLimits.set(id, count);
  return count;
}
