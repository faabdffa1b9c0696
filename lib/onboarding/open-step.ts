import "server-only";
import type { Route } from "next";
import { redirect } from "next/navigation";
import type { Session } from "~/lib/auth/session";
import { neighbours, type Progress, progressOf } from "~/lib/onboarding/progress";
import type { StepSlug } from "~/lib/onboarding/steps";
import { type Onboarding, readOnboarding } from "~/lib/onboarding/store";

export type Place = StepSlug | "finish";

/** The page of a step, or of the end. */
export function stepPath(place: Place): Route {
  return `/onboarding/${place}`;
}

export type OpenStep =
  /** Firestore did not answer; `message` is safe to show. */
  | { place: Place; error: string; progress: null }
  | {
      place: Place;
      error: null;
      progress: Progress;
      onboarding: Onboarding;
      previous: StepSlug | null;
      next: Place;
      /** This step's earlier answer by field, to fill the form in again. */
      defaults: Record<string, string>;
    };

function textsOf(answer: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(Object(answer)).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}

/**
 * What the page of a step shows. Sends on whoever does not belong on it: the finished to the
 * dashboard, and everybody else no further than their first step without an answer.
 * @param session from `requireAccess`, which the page calls first
 */
export async function openStep(place: Place, { userId, claims }: Session): Promise<OpenStep> {
  if (claims.onboardingComplete) redirect("/dashboard");
  const [error, onboarding] = await readOnboarding(userId);
  if (error) return { place, error: error.message, progress: null };
  // The claims lag behind: the start page of onboarding finishes what was begun. The last page
  // stays, because its own action has just completed the document and leads on by itself.
  if (onboarding.completedAt && place !== "finish") redirect("/onboarding");

  const progress = progressOf(onboarding.answers, claims);
  const order: Place[] = [...progress.steps.map(({ slug }) => slug), "finish"];
  const here = order.indexOf(place);
  if (here < 0 || here > order.indexOf(progress.current)) redirect(stepPath(progress.current));
  return {
    place,
    error: null,
    progress,
    onboarding,
    ...neighbours(progress, place),
    defaults: textsOf(new Map(Object.entries(onboarding.answers)).get(place)),
  };
}
