import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { callService } from "~/lib/calls/call";
import { withDeadline } from "~/lib/calls/deadline";
import { withinTime } from "~/lib/calls/shared-deadline";
import { createLogger } from "~/lib/logger";

const log = createLogger({ module: "test" });
const limits = { resource: "test", log, attemptMs: 2_000, totalMs: 2_000, retries: 3 };
const hang = () => new Promise<never>(() => {});

test("calls under one deadline share it, and the one that has no time left is not made", async () => {
  const second = vi.fn(hang);
  const started = performance.now();
  const codes = await withinTime(300, async () => {
    const [first] = await callService(hang, limits);
    const [next] = await callService(second, limits);
    return [first?.code, next?.code];
  });
  expect(codes).toEqual(["deadline-exceeded", "deadline-exceeded"]);
  expect(second).not.toHaveBeenCalled();
  expect(performance.now() - started).toBeLessThan(1_500);
});

test("a limit can be lifted for what has to be finished", async () => {
  const answered = withinTime(1, () =>
    withinTime(Number.POSITIVE_INFINITY, () => callService(() => sleep(100, "done"), limits)),
  );
  expect(await answered).toEqual([null, "done"]);
});

test("what lands late is handed over, with time of its own", async () => {
  const undone = vi.fn();
  const onLate = async (value: string) => {
    const [, result] = await callService(() => sleep(20, `${value} undone`), limits);
    undone(result);
  };
  await withinTime(50, async () => {
    const [error] = await callService(() => sleep(150, "lock"), limits, onLate);
    expect(error?.code).toBe("deadline-exceeded");
  });
  await vi.waitFor(() => expect(undone).toHaveBeenCalledExactlyOnceWith("lock undone"));
});

test("what fails late is no unhandled rejection, and what answers in time is not handed over", async () => {
  const onLate = vi.fn();
  const late = withDeadline(() => sleep(60).then(() => Promise.reject(new Error("late"))), 20);
  await expect(late).rejects.toThrow("no answer within 20 ms");
  expect(await withDeadline(async () => "now", 20, onLate)).toBe("now");
  await sleep(100);
  expect(onLate).not.toHaveBeenCalled();
});
