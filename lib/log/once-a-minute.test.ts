import { expect, test } from "vitest";
import { onceAMinute } from "./once-a-minute";

test("writes the first, leaves out the others, and says after a minute how many", () => {
  const said: number[] = [];
  const say = onceAMinute();
  for (const now of [0, 1, 59_999, 60_000, 60_001, 120_001]) {
    say("reason", (leftOut) => said.push(leftOut), now);
  }
  expect(said).toEqual([0, 2, 1]);
});

test("counts each reason by itself", () => {
  const said: string[] = [];
  const say = onceAMinute();
  for (const reason of ["a", "b", "a", "b"]) say(reason, () => said.push(reason), 0);
  expect(said).toEqual(["a", "b"]);
});
