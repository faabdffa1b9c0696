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

test("a second copy of the module, as in another of Next's bundles, goes on counting", async () => {
  const count = createLimit("shared", { points: 1, duration: 10 });
  expect(await count("a")).toBe(0);
  vi.resetModules();
  const copy = await import("./limit.ts");
  const again = copy.createLimit("shared", { points: 1, duration: 10 });
  expect(await again("a")).toBeGreaterThan(0);
  // After a change of the code there is a new limit.
  expect(await copy.createLimit("shared", { points: 2, duration: 10 })("a")).toBe(0);
});
