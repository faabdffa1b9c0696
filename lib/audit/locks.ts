import "server-only";
import { z } from "zod";
import { collection, serverTime, transact } from "~/lib/firebase/collection";
import { DbError, type Result } from "~/lib/firebase/errors";

/**
 * One document for each user whose access was ever changed. It serialises the changes of one user,
 * and it stops two admins who demote each other at once from leaving nobody.
 */
export const userLocks = collection(
  "userLocks",
  z.object({
    /** Id of the change under way: its audit entry's, when it has one. */
    pending: z.string().nullable(),
    since: z.date(),
    /** When a change that takes the admin role away from this user was begun. */
    demotedAt: z.date().nullable().default(null),
  }),
);

/** After this long a write that was given up has landed or never will. */
export const SETTLE_MS = 15_000;

/** Frees a user that the change `id` holds; fine when it does not. */
export function release(userId: string, id: string): Promise<Result<null>> {
  return transact(`userLocks/${userId}`, async (transaction, db) => {
    const ref = userLocks.ref(db, userId);
    const lock = userLocks.parse(await transaction.get(ref));
    if (lock?.pending === id) transaction.update(ref, { pending: null });
    return null;
  });
}

/**
 * Runs `body` while nothing else changes the user's access; for changes that nobody ordered and
 * that the audit log has no entry for. A lock that was left behind gives way after `SETTLE_MS`.
 * @returns a retryable `conflict` while another change is under way
 */
export async function withUserLock<Value>(
  userId: string,
  body: () => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const id = crypto.randomUUID();
  const since = await serverTime();
  const [held] = await transact(`userLocks/${userId}`, async (transaction, db) => {
    const ref = userLocks.ref(db, userId);
    const lock = userLocks.parse(await transaction.get(ref));
    if (lock?.pending && lock.pending !== id && Date.now() - lock.since.getTime() < SETTLE_MS) {
      throw DbError.conflict({ resource: `userLocks/${userId}` });
    }
    transaction.set(ref, { pending: id, since }, { merge: true });
    return null;
  });
  if (held) return [held, null];
  const result = await body();
  // A lock that cannot be freed now gives way by itself.
  await release(userId, id);
  return result;
}
