import { z } from "zod";
import { callAction } from "./call-action.ts";
import { type Answer, expect, type Target, test } from "./support.ts";

/** What lib/access/check.ts allows a user: this many calls in this many milliseconds. */
const CALLS = 60;
const WINDOW_MS = 10_000;

/**
 * The answers to calls that a new user makes at once. On a machine so busy that they take longer than
 * the limit counts, another user makes them again.
 */
async function answersAtOnce(
  target: Target,
  callers: ((cookie: string) => Promise<Answer>)[],
): Promise<Answer[]> {
  for (;;) {
    const { id } = await target.local.createUser({}, "busy");
    const cookie = await target.signIn(id);
    const start = Date.now();
    const answers = await Promise.all(callers.map((call) => call(cookie)));
    if (Date.now() - start < WINDOW_MS) return answers;
  }
}

const times = <Item>(count: number, item: Item): Item[] =>
  Array.from({ length: count }, () => item);

const error = z.strictObject({
  error: z.strictObject({ code: z.literal("rate-limited"), message: z.string() }),
});

test("an API route answers one call too many with 429, and says when to come again", async ({
  target,
}) => {
  const call = (cookie: string) => target.send("/api/me", { headers: { cookie } });
  const answers = await answersAtOnce(target, times(CALLS + 1, call));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(CALLS);
  const [refused, ...more] = answers.filter(({ status }) => status === 429);
  expect(more).toEqual([]);
  const seconds = Number(refused?.headers["retry-after"]);
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).toContain(seconds);
  expect(refused?.headers["content-type"]).toContain("application/json");
  const when = `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  expect(error.parse(JSON.parse(refused?.body ?? "")).error.message).toBe(
    `That was too much at once. Please try again in ${when}.`,
  );
});

test("calls of API routes and of actions count together", async ({ target }) => {
  const api = (cookie: string) => target.send("/api/me", { headers: { cookie } });
  const act = (cookie: string) => callAction(target, "saveStep", cookie, { forged: "1" });
  const half = CALLS / 2;
  const answers = await answersAtOnce(target, [...times(half, api), ...times(half + 1, act)]);
  const refused = answers.filter(({ body }) => body.includes('"code":"rate-limited"'));
  expect(refused).toHaveLength(1);
});
