import { describe, expect, test } from "vitest";
import { redact } from "../../lib/log/redact.ts";
import { descendants, readShippedSource } from "./source-file.ts";

const LENGTH = 1_500;
const CHARACTERS = [..."aA0-_.@ =/+;\\\n"];

/** Every regular expression in what is shipped, by where it stands. */
function shippedPatterns(): [string, RegExp][] {
  return readShippedSource().flatMap(({ path, body }) =>
    body
      .flatMap((node) => [...descendants(node)])
      .flatMap(({ value }): [string, RegExp][] =>
        value instanceof RegExp ? [[`${path} ${value}`, value]] : [],
      ),
  );
}

/** Short texts that a pattern may start to match again and again. */
function seedsFor({ source }: RegExp): string[] {
  const literals = source.replace(/\\./g, " ").match(/[A-Za-z_-]{2,}/g) ?? [];
  const words = ["", ...CHARACTERS, ...literals];
  return words.flatMap((word) => CHARACTERS.map((character) => word + character));
}

function msFor(work: (text: string) => unknown, seed: string, length: number): number {
  const text = `${seed.repeat(length / seed.length)}!`;
  const runs = [0, 1, 2].map(() => {
    const started = performance.now();
    work(text);
    return performance.now() - started;
  });
  return Math.min(...runs);
}

/** How many times longer ten times the text takes, where that is long enough to be measured. */
function growth(work: (text: string) => unknown, seed: string): number {
  const tenfold = msFor(work, seed, 10 * LENGTH);
  return tenfold < 20 ? 1 : tenfold / msFor(work, seed, LENGTH);
}

/** Quadratic growth is 100. */
const MOST = 30;

describe("ten times the text takes about ten times as long", () => {
  const patterns = shippedPatterns();

  test("finds the patterns", () => {
    expect(patterns.length).toBeGreaterThan(10);
  });

  test.each(patterns)("%s", (_, pattern) => {
    const slow = seedsFor(pattern).find(
      (seed) => growth((text) => text.replace(pattern, ""), seed) > MOST,
    );
    expect(slow).toBeUndefined();
  });

  test("notices a quadratic pattern", () => {
    expect(growth((text) => text.replace(/[\w.+-]+@[\w-]+/g, ""), "a")).toBeGreaterThan(MOST);
  });
});

test.each([
  ["one word", "a".repeat(95_000)],
  ["almost a JWT", "eyJ-".repeat(24_000)],
  ["almost a cookie", "__session-".repeat(9_500)],
  ["almost an email address", "a@".repeat(48_000)],
])("redacts 95 KB of %s at once", (_what, text) => {
  const started = performance.now();
  redact({ [text]: text, list: [text], error: new Error(text) });
  expect(performance.now() - started).toBeLessThan(200);
});
