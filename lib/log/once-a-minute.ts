const EVERY_MS = 60_000;

/**
 * For log lines that anyone can cause: lets one through a minute for each reason.
 * @returns a function that calls `write` with how many were left out since the last one, or not at
 * all. Reasons come from a fixed list, never from a visitor: each is kept.
 */
export function onceAMinute() {
  const lastOnes = new Map<string, { at: number; leftOut: number }>();
  return (reason: string, write: (leftOut: number) => void, now = performance.now()): void => {
    const last = lastOnes.get(reason);
    if (last && now - last.at < EVERY_MS) {
      last.leftOut += 1;
      return;
    }
    lastOnes.set(reason, { at: now, leftOut: 0 });
    write(last?.leftOut ?? 0);
  };
}
