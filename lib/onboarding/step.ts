import type { z } from "zod";
import type { Claims } from "~/lib/auth/claims";
import type { Result } from "~/lib/firebase/errors";

/** Reads another step's answer, typed by that step; undefined until it is given. */
export type AnswerOf = <Schema extends z.ZodType>(
  step: Step<string, Schema>,
) => z.output<Schema> | undefined;

/** One page of onboarding. */
export interface Step<Slug extends string = string, Schema extends z.ZodType = z.ZodType> {
  /** The name of its folder in app/onboarding/ and of its answer in Firestore. */
  slug: Slug;
  /** Shown in the progress bar. */
  title: string;
  /** The form's schema. Use `z.strictObject`, so that unknown fields are refused. */
  schema: Schema;
  /** Whether to ask this step; always, when absent. Depends on earlier answers and the claims. */
  when?(answerOf: AnswerOf, claims: Claims): boolean;
  /** How the finish page shows the answer; each field in words, when absent. */
  summary?(answer: z.output<Schema>): string;
  /** Runs when the user finishes. Must be repeatable. An error keeps the user on the finish page. */
  onFinish?(answer: z.output<Schema>, userId: string): Promise<Result<null>>;
}

/** Checks a step's types where it is declared, and keeps them. */
export function defineStep<Slug extends string, Schema extends z.ZodType>(
  step: Step<Slug, Schema>,
): Step<Slug, Schema> {
  return step;
}
