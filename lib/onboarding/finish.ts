import "server-only";
import { redirect } from "next/navigation";
import type { Session } from "~/lib/auth/session";
import { updateUserMetadata } from "~/lib/auth/user-metadata";
import type { Result } from "~/lib/firebase/errors";
import { progressOf } from "~/lib/onboarding/progress";
import { STEPS } from "~/lib/onboarding/steps";
import { markComplete, readOnboarding } from "~/lib/onboarding/store";

/**
 * Completes onboarding: first the document, then the claim. Repeatable: if Clerk fails in between,
 * the next call writes the claim. Redirects a visitor who has not answered every step.
 */
export async function finish({ userId, claims }: Session): Promise<Result<null>> {
  if (claims.onboardingComplete) return [null, null];
  const [readError, onboarding] = await readOnboarding(userId);
  if (readError) return [readError, null];
  if (!onboarding.completedAt) {
    if (progressOf(STEPS, onboarding.answers, claims).current !== "finish") redirect("/onboarding");
    const [markError] = await markComplete(userId);
    if (markError) return [markError, null];
  }
  const [error] = await updateUserMetadata(userId, { onboardingComplete: true });
  return error ? [error, null] : [null, null];
}
