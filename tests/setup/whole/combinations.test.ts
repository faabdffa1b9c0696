import { expect, test } from "vitest";
import { LOCAL_SERVICES } from "../../../scripts/setup/part.ts";
import {
  EXAMPLES,
  failedUnitTestsOf,
  type Kept,
  problemsOf,
  setUpCopy,
  tracesOf,
} from "../result.ts";

/** Every choice of these, the empty one too. */
function subsets([first, ...rest]: string[]): Kept[] {
  if (first === undefined) return [[]];
  const without = subsets(rest);
  return [...without, ...without.map((set) => [first, ...set])];
}

const all = subsets([...EXAMPLES, LOCAL_SERVICES]);

test("there are that many", () => {
  expect(all).toHaveLength(2 ** (EXAMPLES.length + 1));
});

test.concurrent.each(all.map((kept) => ({ kept, name: kept.join(", ") || "nothing" })))(
  "a project with $name has nothing wrong or left over",
  async ({ kept }) => {
    using copy = setUpCopy(kept);
    expect(await problemsOf(copy.folder)).toEqual([]);
    expect(tracesOf(copy.folder, kept)).toEqual([]);
    expect(await failedUnitTestsOf(copy.folder)).toEqual([]);
  },
);
