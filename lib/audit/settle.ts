import "server-only";
import type { User } from "@clerk/nextjs/server";
import { type AuditEntry, auditLog, type SettledState } from "~/lib/audit/entries";
import { SETTLE_MS, userLocks } from "~/lib/audit/locks";
import { claimsOfMetadata } from "~/lib/auth/claims";
import { readUser } from "~/lib/auth/users";
import { serverTime, transact } from "~/lib/firebase/collection";
import { DbError, type Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request-id";

/** Entries that one visit settles. */
const PER_VISIT = 10;

interface Outcome {
  state: SettledState;
  note?: string | undefined;
  user?: User;
}

function isApplied(id: string, { change }: AuditEntry, user: User): boolean {
  if (change.kind === "private-metadata") return user.privateMetadata.lastChangeId === id;
  const { role, plan } = claimsOfMetadata(user.publicMetadata);
  return role === change.after.role && plan === change.after.plan;
}

/** Asks Clerk whether the change was made. */
async function findOutcome(id: string): Promise<Result<Outcome>> {
  const [error, entry] = await auditLog.read(id);
  if (error) return [error, null];
  if (!entry) return [DbError.notFound({ resource: `audit/${id}` }), null];
  if (entry.state !== "pending") return [null, { state: entry.state }];
  const [unread, user] = await readUser(entry.targetId);
  if (unread?.code === "not-found") return [null, { state: "failed", note: "user deleted" }];
  if (unread) return [unread, null];
  return isApplied(id, entry, user)
    ? [null, { state: "done", note: "confirmed later", user }]
    : [null, { state: "failed", note: "not applied" }];
}

/**
 * Closes an entry and frees its user, together. An entry that is closed already stays as it is.
 * @param known the outcome, when the caller has seen it; otherwise Clerk is asked
 */
export async function settle(id: string, known?: Outcome): Promise<Result<Outcome>> {
  const [error, outcome] = known ? ([null, known] as const) : await findOutcome(id);
  if (error) return [error, null];
  const { state, note } = outcome;
  const now = await serverTime();
  const [unwritten] = await transact(`audit/${id}`, async (transaction, db) => {
    const entryRef = auditLog.ref(db, id);
    const entry = auditLog.parse(await transaction.get(entryRef));
    if (entry?.state !== "pending") return null;
    const lockRef = userLocks.ref(db, entry.targetId);
    const lock = userLocks.parse(await transaction.get(lockRef));
    transaction.update(entryRef, { state, settledAt: now, ...(note && { note }) });
    if (lock?.pending === id) {
      // An admin whose demotion failed, or who was made one again, may act again.
      const { change } = entry;
      const isAdmin =
        change.kind === "access" &&
        (state === "done" ? change.after.role : change.before.role) === "admin";
      transaction.update(lockRef, { pending: null, ...(isAdmin && { demotedAt: null }) });
    }
    return null;
  });
  return unwritten ? [unwritten, null] : [null, outcome];
}

/**
 * Settles entries that were left unfinished, oldest first, as far as Clerk and Firestore answer.
 * @returns how many are still open, those under way included
 */
export async function settleUnfinished(): Promise<Result<number>> {
  const [error, page] = await auditLog.list({
    orderBy: "at",
    limit: PER_VISIT,
    where: (query) => query.where("state", "==", "pending"),
  });
  if (error) return [error, null];
  const left = page.items.filter(({ data }) => Date.now() - data.at.getTime() > SETTLE_MS);
  const results = await Promise.all(left.map(({ id }) => settle(id)));
  const failures = results.filter(([failed]) => failed !== null);
  if (failures.length > 0) {
    const log = await requestLogger({ module: "audit" });
    log.warn({ open: failures.length, err: failures[0]?.[0] }, "Audit entries are unfinished");
  }
  return [null, page.items.length - left.length + failures.length];
}
