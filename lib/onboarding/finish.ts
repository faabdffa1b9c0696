import "server-only";
import { withUserLock } from "~/lib/audit/locks";
import type { Session } from "~/lib/auth/session";
import { type ClaimsPatch, updateUserMetadata } from "~/lib/auth/user-metadata";
import { readUser } from "~/lib/auth/users";
import type { Result } from "~/lib/firebase/errors";
import { progressOf } from "~/lib/onboarding/progress";
import { markComplete, readOnboarding, unfinished } from "~/lib/onboarding/store";

/**
 * Completes onboarding in an order that can be repeated from any point: first the document, then
 * the claims. Should Clerk fail in between, the document says complete, and the next visit (or the
 * retry) writes the claims.
 *
 * Writes `plan: "free"` only for a user whom Clerk has no plan for, as it stands at this moment:
 * finishing never lowers what an admin or a payment has given.
 */
export async function finish({ userId, claims }: Session): Promise<Result<null>> {
  const [readError, onboarding] = await readOnboarding(userId);
  if (readError) return [readError, null];
  const progress = progressOf(onboarding.answers, claims);
  if (!onboarding.completedAt && progress.current !== "finish") return [unfinished(userId), null];

  const [markError] = await markComplete(userId);
  if (markError) return [markError, null];

  const inTeam = progress.steps.some(({ slug }) => slug === "team") && onboarding.teamId;
  // Nobody else gives this user a plan between the look and the write.
  return withUserLock(userId, async () => {
    const [userError, user] = await readUser(userId);
    if (userError) return [userError, null];
    const patch: ClaimsPatch = {
      onboardingComplete: true,
      ...(inTeam && { teamId: inTeam }),
      ...(!user.publicMetadata.plan && { plan: "free" }),
    };
    const [error] = await updateUserMetadata(userId, patch);
    return error ? [error, null] : [null, null];
  });
}
