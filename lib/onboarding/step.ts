import type { z } from "zod";
import type { Claims } from "~/lib/auth/claims";
import type { Result } from "~/lib/firebase/errors";

/** Reads another step's answer, typed by that step; undefined until it is given. */
export type AnswerOf = <Schema extends z.ZodType>(
  step: Step<string, Schema>,
) => z.output<Schema> | undefined;

export interface SaveContext {
  userId: string;
  answerOf: AnswerOf;
  /** The team this user has created or joined earlier in onboarding. */
  teamId: string | null;
}

/** One page of onboarding: its form's schema, and when it is asked. */
export interface Step<Slug extends string = string, Schema extends z.ZodType = z.ZodType> {
  /** The folder's name below app/onboarding/ and the answer's name in Firestore. */
  slug: Slug;
  /** As the progress bar shows it. */
  title: string;
  /** Of the form: use `z.strictObject`, so that fields of nobody's are refused. */
  schema: Schema;
  /** Whether it is asked at all; always when absent. Depends on earlier answers and the claims. */
  when?(answerOf: AnswerOf, claims: Claims): boolean;
  /**
   * What saving the answer does besides storing it; repeatable. An error keeps the user on the
   * page; its `fieldErrors` stand beside the fields.
   */
  onSave?(answer: z.output<Schema>, context: SaveContext): Promise<Result<{ teamId: string }>>;
}

/** Checks a step's types where it is declared, and keeps them. */
export function defineStep<Slug extends string, Schema extends z.ZodType>(
  step: Step<Slug, Schema>,
): Step<Slug, Schema> {
  return step;
}
