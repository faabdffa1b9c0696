import { coerceFormValue } from "@conform-to/zod/v4/future";
import { z } from "zod";
import type { Claims } from "~/lib/auth/claims";
import { plainSentence } from "~/lib/input/plain-sentences";
import type { AnswerOf, Step } from "~/lib/onboarding/step";
import type { StepSlug } from "~/lib/onboarding/steps";
import { summaryOf } from "~/lib/onboarding/summary";

/** What was entered, by step: the fields of a form, not the schema's output, which it may refuse. */
type StoredAnswers = Readonly<Record<string, unknown>>;

/** Parses the fields of a step's form, just sent or stored: numbers, dates and lists are coerced. */
export function parseAnswer<Schema extends z.ZodType>(
  step: Step<string, Schema>,
  fields: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  // Conform takes an absent form for an empty one, and a step may have no fields.
  const schema = fields === undefined ? z.never() : coerceFormValue(step.schema);
  return schema.safeParse(fields, { error: plainSentence });
}

export interface Place<Slug extends string = StepSlug> {
  slug: Slug | "finish";
  title: string;
  answered: boolean;
  /** The answer as the finish page shows it, in lines; may be empty. */
  summary: string;
}

/** A schema may be newer than the answer, and throw on what it doesn't expect. */
function readAnswer<Schema extends z.ZodType>(step: Step<string, Schema>, stored: unknown) {
  try {
    return parseAnswer(step, stored);
  } catch {
    return { success: false, data: undefined } as const;
  }
}

/**
 * The steps a user is asked, in order, with "finish" after them, and where the user continues: at
 * the first step without an answer. Pure. An answer that its step's schema no longer accepts counts
 * as not given.
 */
export function progressOf<Slug extends string>(
  all: readonly Step<Slug>[],
  stored: StoredAnswers,
  claims: Claims,
): { places: Place<Slug>[]; current: Place<Slug>["slug"] } {
  const own = new Map(Object.entries(stored));
  const answerOf: AnswerOf = (step) => readAnswer(step, own.get(step.slug)).data;
  const steps = all
    .filter((step) => step.when?.(answerOf, claims) ?? true)
    .map((step): Place<Slug> => {
      const { slug, title } = step;
      const { success, data } = readAnswer(step, own.get(slug));
      const summary = success ? (step.summary?.(data) ?? summaryOf(data, step.schema)) : "";
      return { slug, title, answered: success, summary };
    });
  return {
    places: [...steps, { slug: "finish", title: "Finish", answered: false, summary: "" }],
    current: steps.find(({ answered }) => !answered)?.slug ?? "finish",
  };
}
