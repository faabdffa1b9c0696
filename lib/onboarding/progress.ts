import type { Claims } from "~/lib/auth/claims";
import type { AnswerOf, Step } from "~/lib/onboarding/step";
import { STEPS, type StepSlug } from "~/lib/onboarding/steps";

/** What a user has answered, by step, as it stands in Firestore: parsed again at every use. */
export type StoredAnswers = Readonly<Record<string, unknown>>;

/**
 * A reader of stored answers. One that its step's schema refuses, because the form has changed
 * since, counts as not given: the user is asked again.
 */
export function answersReader(stored: StoredAnswers): AnswerOf {
  const own = new Map(Object.entries(stored));
  return (step) => {
    const parsed = step.schema.safeParse(own.get(step.slug));
    return parsed.success ? parsed.data : undefined;
  };
}

export interface Progress {
  /** The steps this user is asked, in order. */
  steps: readonly { slug: StepSlug; title: string; answered: boolean }[];
  /** Where to go on: the first step without an answer, or "finish". */
  current: StepSlug | "finish";
}

/** Which steps a user meets, which they have answered, and where they go on. Pure. */
export function progressOf(
  stored: StoredAnswers,
  claims: Claims,
  all: readonly Step<StepSlug>[] = STEPS,
): Progress {
  const answerOf = answersReader(stored);
  const steps = all
    .filter((step) => step.when?.(answerOf, claims) ?? true)
    .map((step) => ({
      slug: step.slug,
      title: step.title,
      answered: answerOf(step) !== undefined,
    }));
  return { steps, current: steps.find(({ answered }) => !answered)?.slug ?? "finish" };
}

/** The steps before and after one, of those that the user is asked; "finish" follows the last. */
export function neighbours(
  { steps }: Progress,
  slug: StepSlug | "finish",
): { previous: StepSlug | null; next: StepSlug | "finish" } {
  const index = slug === "finish" ? steps.length : steps.findIndex((step) => step.slug === slug);
  return {
    previous: steps[index - 1]?.slug ?? null,
    next: steps[index + 1]?.slug ?? "finish",
  };
}
