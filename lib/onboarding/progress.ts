import type { Claims } from "~/lib/auth/claims";
import { answersReader, parseAnswer } from "~/lib/onboarding/answers";
import type { Step } from "~/lib/onboarding/step";
import { STEPS, type StepSlug } from "~/lib/onboarding/steps";

export interface Place {
  slug: StepSlug | "finish";
  title: string;
  answered: boolean;
  /** What was answered, to show on the last page; may be empty. */
  summary: string;
}

export interface Progress {
  /** The steps this user is asked, in order, and "finish" after them. */
  places: readonly Place[];
  /** Where to continue: the first step without an answer, or "finish". */
  current: Place["slug"];
}

function textsIn(entered: unknown): string[] {
  return typeof entered === "string" ? [entered] : Object.values(Object(entered)).flatMap(textsIn);
}

/**
 * Which steps a user is asked, which they have answered, and where they continue. Pure.
 * @param stored what was entered, by step
 */
export function progressOf(
  stored: Readonly<Record<string, unknown>>,
  claims: Claims,
  all: readonly Step<StepSlug>[] = STEPS,
): Progress {
  const own = new Map(Object.entries(stored));
  const answerOf = answersReader(stored);
  const steps = all
    .filter((step) => step.when?.(answerOf, claims) ?? true)
    .map((step): Place => {
      const { slug, title } = step;
      const entered = own.get(slug);
      const { success, data } = parseAnswer(step, entered);
      const texts = () => step.summary?.(data) ?? textsIn(entered).filter(Boolean).join(", ");
      return { slug, title, answered: success, summary: success ? texts() : "" };
    });
  return {
    places: [...steps, { slug: "finish", title: "Finish", answered: false, summary: "" }],
    current: steps.find(({ answered }) => !answered)?.slug ?? "finish",
  };
}

/** The places before and after one. */
export function neighbours({ places }: Progress, slug: Place["slug"]) {
  const index = places.findIndex((place) => place.slug === slug);
  return {
    previous: places[index - 1]?.slug ?? null,
    next: places[index + 1]?.slug ?? ("finish" as const),
  };
}
