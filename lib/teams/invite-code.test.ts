import { afterEach, expect, test, vi } from "vitest";
import { countTry, INVITE_CODE_PATTERN, newInviteCode } from "~/lib/teams/invite-code";

afterEach(() => vi.useRealTimers());

test("codes have eight characters that cannot be misread, and differ", () => {
  const codes = Array.from({ length: 500 }, newInviteCode);
  for (const code of codes) expect(code).toMatch(INVITE_CODE_PATTERN);
  expect(new Set(codes).size).toBe(500);
  expect(codes.join("")).not.toMatch(/[01ILO]/);
});

test("the eleventh try within a minute waits, other users do not, and a minute later neither", async () => {
  vi.useFakeTimers();
  for (let round = 0; round < 10; round += 1) expect(await countTry("user_one")).toBe(0);
  vi.advanceTimersByTime(18_000);
  expect(await countTry("user_one")).toBe(42_000);
  expect(await countTry("user_two")).toBe(0);
  vi.advanceTimersByTime(42_001);
  expect(await countTry("user_one")).toBe(0);
});
