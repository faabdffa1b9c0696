import type { Timestamp } from "./wire.ts";

/** Microseconds since 1970: Firestore's precision, and exact in a number until the year 2255. */
export type Micros = number;

/**
 * Hands out times that never repeat and never go back, for reads as well as commits: a commit is
 * then always later than every read that was answered before it, even if the machine's clock jumps.
 */
export class Clock {
  #last: Micros = 0;

  tick(): Micros {
    const wall = Math.floor((performance.timeOrigin + performance.now()) * 1000);
    this.#last = Math.max(this.#last + 1, wall);
    return this.#last;
  }

  /** Makes later ticks later than `time`, which was handed out before a restart. */
  advanceTo(time: Micros): void {
    this.#last = Math.max(this.#last, time);
  }
}

export function toTimestamp(time: Micros): Timestamp {
  const seconds = Math.floor(time / 1_000_000);
  return { seconds: String(seconds), nanos: (time - seconds * 1_000_000) * 1000 };
}

export function fromTimestamp(timestamp: Timestamp): Micros {
  return Number(timestamp.seconds) * 1_000_000 + Math.floor(timestamp.nanos / 1000);
}
