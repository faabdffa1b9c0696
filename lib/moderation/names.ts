import "server-only";
import { z } from "zod";
import { ROLES, type Role } from "~/lib/auth/claims";
import { clearName, readUser, summarize, type UserSummary, usersFrom } from "~/lib/auth/users";
import { collection, serverTime } from "~/lib/firebase/collection";
import { DbError, type Result } from "~/lib/firebase/errors";

export const VERDICTS = ["approved", "removed"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** By user id, the last verdict on their name. It holds for the name it was given on. */
export const nameReviews = collection(
  "nameReviews",
  z.object({
    name: z.string(),
    verdict: z.enum(VERDICTS),
    moderatorId: z.string(),
    at: z.date(),
  }),
);

/** Users that one page of the queue looks through. */
export const USERS_PER_QUEUE_PAGE = 50;

export interface NameQueue {
  users: UserSummary[];
  /** Page of the users who signed up before these; null when there are none. */
  next: number | null;
}

/**
 * Whose name nobody has approved yet, among one page of users, newest first. A changed name comes
 * up again, and so does a removed one that Clerk still has.
 * @param page from 1
 */
export async function readNameQueue(page: number): Promise<Result<NameQueue>> {
  const offset = (page - 1) * USERS_PER_QUEUE_PAGE;
  const [error, list] = await usersFrom(offset, USERS_PER_QUEUE_PAGE);
  if (error) return [error, null];
  const named = list.users.filter(({ name }) => name !== "");
  const [unread, reviews] = await nameReviews.readMany(named.map(({ id }) => id));
  if (unread) return [unread, null];
  return [
    null,
    {
      users: named.filter(({ id, name }) => {
        const review = reviews.get(id);
        return review?.verdict !== "approved" || review.name !== name;
      }),
      next: offset + list.users.length < list.total && list.users.length > 0 ? page + 1 : null,
    },
  ];
}

function ranksBelow(one: Role, other: Role): boolean {
  return ROLES.indexOf(one) < ROLES.indexOf(other);
}

/**
 * Approves a name or takes it away. The verdict is written first: a Clerk that fails after it
 * leaves the name in the queue, and doing it again completes it.
 * @param name as the moderator saw it; a user who changed it meanwhile is a `conflict`
 */
export async function reviewName(
  moderator: { userId: string; role: Role },
  { userId, name, verdict }: { userId: string; name: string; verdict: Verdict },
): Promise<Result<null>> {
  const resource = `nameReviews/${userId}`;
  const [error, user] = await readUser(userId);
  if (error) return [error, null];
  const now = summarize(user);
  if (!ranksBelow(now.claims.role, moderator.role)) {
    const message = "You can review those whose role is below yours.";
    return [DbError.permissionDenied({ resource, message }), null];
  }
  if (now.name !== name) {
    const message = "They have changed their name meanwhile. Please look again.";
    return [DbError.conflict({ resource, message }), null];
  }
  const at = await serverTime();
  const review = { name, verdict, moderatorId: moderator.userId, at };
  const [unwritten] = await nameReviews.merge(userId, review);
  if (unwritten) return [unwritten, null];
  if (verdict === "approved") return [null, null];
  const [uncleared] = await clearName(userId);
  return uncleared ? [uncleared, null] : [null, null];
}
