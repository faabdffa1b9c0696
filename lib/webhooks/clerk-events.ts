import "server-only";
import { z } from "zod";
import { userLocks, withUserLock } from "~/lib/audit/locks";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import { type ClaimsPatch, updateUserMetadata } from "~/lib/auth/user-metadata";
import { readUser } from "~/lib/auth/users";
import type { Result } from "~/lib/firebase/errors";
import { nameReviews } from "~/lib/moderation/names";
import { deleteOnboarding, readOnboarding } from "~/lib/onboarding/store";
import { invalidateUsersReport } from "~/lib/reports/users-report";
import { leaveTeam } from "~/lib/teams/membership";

/** What is read of Clerk's messages. A user's data in them may be old: only the id is used. */
export const userEventSchema = z.object({
  type: z.enum(["user.created", "user.updated", "user.deleted"]),
  data: z.object({ id: z.string().regex(/^user_\w{1,64}$/) }),
});

export type UserEvent = z.infer<typeof userEventSchema>;

/**
 * Gives a new user the claims that everybody starts with, where Clerk has none at this moment: the
 * message may come late, twice, or after the user has gone.
 */
async function setDefaults(userId: string): Promise<Result<null>> {
  return withUserLock(userId, async () => {
    const [error, user] = await readUser(userId);
    if (error?.code === "not-found") return [null, null];
    if (error) return [error, null];
    const { role, plan } = user.publicMetadata;
    const patch: ClaimsPatch = {
      ...(role ? {} : { role: LEAST_PRIVILEGE.role }),
      ...(plan ? {} : { plan: LEAST_PRIVILEGE.plan }),
    };
    if (Object.keys(patch).length === 0) return [null, null];
    const [failed] = await updateUserMetadata(userId, patch);
    return failed && failed.code !== "not-found" ? [failed, null] : [null, null];
  });
}

/**
 * Removes what Firestore holds about a user. The audit log keeps its entries, which name ids only.
 * The onboarding document goes last: it says which team to leave, should this have to be repeated.
 */
async function forgetUser(userId: string): Promise<Result<null>> {
  const [error, onboarding] = await readOnboarding(userId);
  if (error) return [error, null];
  const { teamId } = onboarding;
  const steps = [
    () => (teamId ? leaveTeam(teamId, userId) : Promise.resolve<Result<null>>([null, null])),
    () => nameReviews.remove(userId),
    () => userLocks.remove(userId),
    () => deleteOnboarding(userId),
  ];
  for (const step of steps) {
    const [failed] = await step();
    if (failed) return [failed, null];
  }
  return [null, null];
}

/** Does what a message asks for. Idempotent, and right in whatever order messages arrive. */
export async function handleUserEvent({ type, data: { id } }: UserEvent): Promise<Result<null>> {
  const work = {
    "user.created": setDefaults,
    "user.updated": async (): Promise<Result<null>> => [null, null],
    "user.deleted": forgetUser,
  } as const satisfies Record<UserEvent["type"], (userId: string) => Promise<Result<null>>>;
  const [error] = await work[type](id);
  return error ? [error, null] : invalidateUsersReport();
}
