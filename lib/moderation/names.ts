import "server-only";
import { z } from "zod";
import { type Denial, refused } from "~/lib/access/denial";
import { ROLES, type Role } from "~/lib/auth/claims";
import { collection, serverTime } from "~/lib/firebase/collection";
import { DbError, type Result } from "~/lib/firebase/errors";
import { readUser, saveName, summarize, type UserSummary, usersFrom } from "~/lib/users";

export const VERDICTS = ["approved", "removed", "undone"] as const;

/** `nameReviews/{userId}`: the last verdict on a user's name. It counts for that name only. */
export const nameReviews = collection(
  "nameReviews",
  z.object({ name: z.string(), verdict: z.enum(VERDICTS), moderatorId: z.string(), at: z.date() }),
);

/** What the browser gets to see of a user. */
export type NameToReview = Pick<UserSummary, "id" | "name" | "imageUrl" | "createdAt"> & {
  role: Role;
};

/** Users that one page looks through. A page without a name goes on to the next users. */
const USERS_PER_PAGE = 100;
/** Milliseconds after which a request stops looking further. */
const SEARCH_MS = 3_000;

function mayReview(moderator: Role, { claims }: UserSummary): boolean {
  return ROLES.indexOf(claims.role) < ROLES.indexOf(moderator);
}

/**
 * Names that a moderator with this role may review and no one has approved, newest users first.
 * @param from how many of the newest users to skip: 0, or the `next` of an earlier answer
 * @returns `next`: where the next page starts, null after the oldest user
 */
export async function readNameQueue(
  moderator: Role,
  from: number,
): Promise<Result<{ names: NameToReview[]; next: number | null }>> {
  const giveUpAt = Date.now() + SEARCH_MS;
  for (let next = from; ; ) {
    const [error, list] = await usersFrom(next, USERS_PER_PAGE);
    if (error) return [error, null];
    const named = list.users.filter((user) => user.name !== "" && mayReview(moderator, user));
    const [readError, reviews] = await nameReviews.readMany(named.map(({ id }) => id));
    if (readError) return [readError, null];
    const names = named
      .filter(({ id, name }) => {
        const review = reviews.get(id);
        return review?.verdict !== "approved" || review.name !== name;
      })
      .map(({ id, name, imageUrl, createdAt, claims: { role } }) => {
        return { id, name, imageUrl, createdAt, role };
      });
    next += list.users.length;
    const isEnd = list.users.length === 0 || next >= list.total;
    if (isEnd) return [null, { names, next: null }];
    if (names.length > 0 || Date.now() > giveUpAt) return [null, { names, next }];
  }
}

/**
 * Approves or removes a name, or takes the moderator's own verdict back, which restores the name as a
 * first name. The verdict is stored first: when Clerk then fails to remove the name,
 * it stays in the queue, and the same call again completes it.
 * @param name as the moderator saw it; `conflict` when the user has changed it since
 */
export async function reviewName(
  moderator: { userId: string; role: Role },
  { userId, name, verdict }: { userId: string; name: string; verdict: (typeof VERDICTS)[number] },
): Promise<Result<null, DbError | Denial>> {
  const [error, user] = await readUser(userId);
  if (error) return [error, null];
  const now = summarize(user);
  if (!mayReview(moderator.role, now)) {
    return [refused("You can only review people whose role is below yours."), null];
  }
  const conflict = (message: string) =>
    new DbError("conflict", { resource: `nameReviews/${userId}`, message });
  if (verdict === "undone") {
    const [readError, before] = await nameReviews.read(userId);
    if (readError) return [readError, null];
    if (before?.name !== name || before.moderatorId !== moderator.userId) {
      return [conflict("Someone else has reviewed this name since."), null];
    }
    if (before.verdict === "removed") {
      if (now.name) return [conflict("This user has chosen a new name."), null];
      const [nameError] = await saveName(userId, name);
      if (nameError) return [nameError, null];
    }
  } else if (now.name !== name) {
    return [conflict("This user has changed their name. Review the new one."), null];
  }
  const review = { name, verdict, moderatorId: moderator.userId, at: await serverTime() };
  const [writeError] = await nameReviews.merge(userId, review);
  if (writeError) return [writeError, null];
  if (verdict !== "removed") return [null, null];
  const [nameError] = await saveName(userId, "");
  return nameError ? [nameError, null] : [null, null];
}
