import "server-only";
import { redirect } from "next/navigation";
import type { Session } from "~/lib/auth/session";
import { updateUserMetadata } from "~/lib/auth/user-metadata";
import type { Result } from "~/lib/firebase/errors";
import { parseAnswer, progressOf } from "~/lib/onboarding/progress";
import type { Step } from "~/lib/onboarding/step";
import { STEPS } from "~/lib/onboarding/steps";
import { markComplete, readOnboarding } from "~/lib/onboarding/store";

const steps: readonly Step[] = STEPS;

/**
 * Completes onboarding: what the steps do with their answers, then the document, then the claim.
 * Repeatable: if something fails in between, the next call goes on there. Redirects a visitor who
 * has not answered every step.
 */
export async function finish({ userId, claims }: Session): Promise<Result<null>> {
  if (claims.onboardingComplete) return [null, null];
  const [readError, onboarding] = await readOnboarding(userId);
  if (readError) return [readError, null];
  if (!onboarding.completedAt) {
    const { current, places } = progressOf(STEPS, onboarding.answers, claims);
    if (current !== "finish") redirect("/onboarding");
    // Before the document is complete, so that an answer that is refused can still be changed.
    const answers = new Map(Object.entries(onboarding.answers));
    for (const step of steps.filter(({ slug }) => places.some((place) => place.slug === slug))) {
      const { data } = parseAnswer(step, answers.get(step.slug));
      const [error] = (await step.onFinish?.(data, userId)) ?? [null];
      if (error) return [error, null];
    }
    const [markError] = await markComplete(userId);
    if (markError) return [markError, null];
  }
  const [error] = await updateUserMetadata(userId, { onboardingComplete: true });
  return error ? [error, null] : [null, null];
}
