import { coerceFormValue } from "@conform-to/zod/v4/future";
import { z } from "zod";
import type { AnswerOf, Step } from "~/lib/onboarding/step";

type Group = { [name: string]: string | Group | (string | Group)[] };

/**
 * The fields of a form as they were entered, which is what is stored: a schema's output may be
 * anything, and the schema may refuse it. Firestore takes no file, no gap in a list and no list in
 * a list. The length is bounded because a tampered `tags[4000000000]` makes a list that long.
 */
export const enteredSchema: z.ZodType<Group> = z.record(
  z.string(),
  z.lazy(() => {
    const item = z.union([z.string(), enteredSchema]);
    return z.union([item, z.array(item).max(100)]);
  }),
);

/** Parses what was entered, just now or before: empty fields, numbers, dates and lists included. */
export function parseAnswer<Schema extends z.ZodType>(
  step: Step<string, Schema>,
  entered: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  // A form that was never sent is not an empty one.
  const schema = entered === undefined ? z.never() : coerceFormValue(step.schema);
  return schema.safeParse(entered);
}

/** A reader of stored answers. One that its step's schema no longer accepts counts as not given. */
export function answersReader(stored: Readonly<Record<string, unknown>>): AnswerOf {
  const own = new Map(Object.entries(stored));
  return (step) => parseAnswer(step, own.get(step.slug)).data;
}
