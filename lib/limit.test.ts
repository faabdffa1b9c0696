import { afterEach, expect, test, vi } from "vitest";
import { createLimit } from "./limit.ts";

afterEach(() => vi.useRealTimers());

test("a limit says how long to wait, for each key by itself, and lets go when that has passed", async () => {
  vi.useFakeTimers();
  const count = createLimit("one", { points: 2, duration: 10 });
  const other = createLimit("other", { points: 2, duration: 10 });
  expect([await count("a"), await count("a"), await count("b")]).toEqual([0, 0, 0]);
  vi.advanceTimersByTime(4_000);
  expect(await count("a")).toBe(6_000);
  expect([await count("b"), await other("a")]).toEqual([0, 0]);
  vi.advanceTimersByTime(6_001);
  expect(await count("a")).toBe(0);
});
