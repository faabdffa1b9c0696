import "server-only";
import type { User } from "@clerk/nextjs/server";
import { auditLog, type Change, type SettledState } from "~/lib/audit/entries";
import { release, SETTLE_MS, userLocks } from "~/lib/audit/locks";
import { settle } from "~/lib/audit/settle";
import { readUser } from "~/lib/auth/users";
import { serverTime, transact } from "~/lib/firebase/collection";
import { DbError, type Result } from "~/lib/firebase/errors";
import type { Logger } from "~/lib/logger";
import { currentRequestId } from "~/lib/request-id";

/** Far longer than any action runs: nobody acts on an admin role that was theirs this long ago. */
const DEMOTION_MS = 10 * 60_000;

interface AuditedChange {
  actorId: string;
  targetId: string;
  change: Change;
  log: Logger;
  /** Looks at the user as Clerk has them now, after the lock is held; an error stops the change. */
  check: (user: User) => DbError | null;
  /** Writes to Clerk. `id` is the entry's, for changes that leave a mark to be recognised by. */
  write: (id: string) => Promise<Result<User>>;
}

function takesAdminAway(change: Change): boolean {
  return (
    change.kind === "access" && change.before.role === "admin" && change.after.role !== "admin"
  );
}

/** Takes the lock of the user and writes the entry, together; answers who holds the lock instead. */
async function begin(
  id: string,
  { actorId, targetId, change }: AuditedChange,
): Promise<Result<{ heldBy: string; since: Date } | null>> {
  const [now, requestId] = await Promise.all([serverTime(), currentRequestId()]);
  return transact(`audit/${id}`, async (transaction, db) => {
    const lockRef = userLocks.ref(db, targetId);
    const [target, actor] = await transaction.getAll(lockRef, userLocks.ref(db, actorId));
    const lock = target && userLocks.parse(target);
    // An earlier try of this transaction that seemed lost has landed.
    if (lock?.pending === id) return null;
    if (lock?.pending) return { heldBy: lock.pending, since: lock.since };
    const demotedAt = actor && userLocks.parse(actor)?.demotedAt;
    if (demotedAt && Date.now() - demotedAt.getTime() < DEMOTION_MS) {
      const message = "Another admin has taken the admin role from you.";
      throw DbError.permissionDenied({ resource: `audit/${id}`, message });
    }
    const demotion = takesAdminAway(change) && { demotedAt: now };
    transaction.set(lockRef, { pending: id, since: now, ...demotion }, { merge: true });
    transaction.create(auditLog.ref(db, id), {
      actorId,
      targetId,
      change,
      requestId: requestId ?? null,
      at: now,
      state: "pending",
    });
    return null;
  });
}

async function beginWhenFree(id: string, change: AuditedChange): Promise<Result<null>> {
  const resource = `audit/${id}`;
  let [error, held] = await begin(id, change);
  const ageMs = held ? Date.now() - held.since.getTime() : 0;
  if (held && ageMs > SETTLE_MS) {
    // Whoever began it is gone: a crash, or a Firestore that did not take the outcome.
    const [unsettled] = await settle(held.heldBy);
    if (unsettled && unsettled.code !== "not-found") return [unsettled, null];
    if (unsettled) await release(change.targetId, held.heldBy);
    [error, held] = await begin(id, change);
  }
  if (error) return [error, null];
  if (!held) return [null, null];
  const message = "Another change of this user is under way. Please try again in a moment.";
  return [
    DbError.conflict({ resource, message, retryAfterMs: Math.max(1_000, SETTLE_MS - ageMs) }),
    null,
  ];
}

/** Failures after which Clerk may have made the change all the same. */
const OPEN_ENDED = new Set(["unavailable", "deadline-exceeded", "internal"]);

/**
 * Changes a user in Clerk and never leaves that without its log entry: the entry is written first,
 * as `pending`, and settled afterwards. What cannot be settled now (a crash, a service that does
 * not answer) stays visible as unfinished and is settled by the next change or visit of /audit.
 */
export async function auditedChange(change: AuditedChange): Promise<Result<User>> {
  const id = crypto.randomUUID();
  const { targetId, log } = change;
  const finish = async (state: SettledState, note?: string) => {
    const [unsettled] = await settle(id, { state, note });
    if (unsettled) log.error({ changeId: id, err: unsettled }, "Audit entry was left unfinished");
  };

  const [refused] = await beginWhenFree(id, change);
  if (refused) return [refused, null];

  const [unread, current] = await readUser(targetId);
  const stop = unread ?? change.check(current);
  if (stop) {
    await finish("failed", stop.code);
    return [stop, null];
  }

  const [error, user] = await change.write(id);
  if (!error) {
    await finish("done");
    return [null, user];
  }
  if (!OPEN_ENDED.has(error.code)) {
    await finish("failed", error.code);
    return [error, null];
  }
  // A write that was given up may still land: nobody can say yet, so the entry stays as it is.
  if (error.code === "deadline-exceeded") return [error, null];
  const [unsettled, outcome] = await settle(id);
  if (unsettled) {
    log.error({ changeId: id, err: unsettled }, "Audit entry was left unfinished");
    return [error, null];
  }
  return outcome.state === "done" && outcome.user ? [null, outcome.user] : [error, null];
}
