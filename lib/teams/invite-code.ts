import "server-only";
import { randomInt } from "node:crypto";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** No 0, O, 1, I or L: people read codes to each other. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH = 8;

export const INVITE_CODE_PATTERN = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

export function newInviteCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

/** Counts in this process. Use the package's RateLimiterRedis when you run more than a few. */
const tries = new RateLimiterMemory({ points: 10, duration: 60 });

/** Counts one try of a code. Returns 0, or the seconds to wait after ten tries in a minute. */
export async function countTry(userId: string): Promise<number> {
  try {
    await tries.consume(userId);
    return 0;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.ceil(error.msBeforeNext / 1_000);
    throw error;
  }
}
