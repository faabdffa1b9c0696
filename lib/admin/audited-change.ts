import "server-only";
import type { User } from "@clerk/nextjs/server";
import type { Firestore, Transaction } from "firebase-admin/firestore";
import type { Denial } from "~/lib/access/denial";
import { type AuditEntry, auditLog } from "~/lib/admin/audit-log";
import { close, settle, untilSettled } from "~/lib/admin/settle";
import { claimsOfMetadata } from "~/lib/auth/claims";
import { decide } from "~/lib/auth/policy";
import { callService } from "~/lib/calls/call";
import { timeLeft, withinTime } from "~/lib/calls/shared-deadline";
import { serverTime, transact } from "~/lib/firebase/collection";
import { DbError, type Result } from "~/lib/firebase/errors";
import type { Logger } from "~/lib/logger";
import { currentRequestId } from "~/lib/request/request-id";
import { readUser } from "~/lib/users";

/** The admin has an answer after this long. What is begun goes on, to release the lock. */
const DEADLINE_MS = 3_900;

interface AuditedChange extends Pick<AuditEntry, "actorId" | "targetId" | "change"> {
  log: Logger;
  /** Sees the target as Clerk has them now, under the lock. What it answers stops the change. */
  check: (target: User) => DbError | null;
  /** Writes to Clerk. `id` is the entry's, for changes that mark what they wrote with it. */
  write: (id: string) => Promise<Result<User>>;
}

export type ChangeResult = Promise<Result<null, DbError | Denial>>;

/** Locks the target with a pending entry. Old entries in its way are settled first. */
async function lock(id: string, change: AuditedChange): Promise<Result<null>> {
  const [at, requestId = null] = await Promise.all([serverTime(), currentRequestId()]);
  const { actorId, targetId } = change;
  const release = () => close(id, "failed", "not begun");
  const body = async (transaction: Transaction, db: Firestore) => {
    const ref = auditLog.ref(db, id);
    const people = [...new Set([targetId, actorId])];
    const { docs } = await transaction.get(
      ref.parent.where("state", "==", "pending").where("targetId", "in", people),
    );
    if (docs.length === 0) {
      const entry = { actorId, targetId, change: change.change, requestId, at, state: "pending" };
      transaction.create(ref, entry);
    }
    return docs.flatMap((doc) => {
      // A commit whose answer was lost is tried again, and finds its own entry.
      const entry = doc.id === id ? null : auditLog.parse(doc);
      return entry ? [{ id: doc.id, entry }] : [];
    });
  };
  const [error, pending] = await transact(`audit/${id}`, body, release);
  if (error) return [error, null];
  if (pending.length === 0) return [null, null];

  const waitMs = Math.max(...pending.map(({ entry }) => untilSettled(entry)));
  if (waitMs > 0) {
    const message = "Another change is still being saved. Please try again in a few seconds.";
    const retryAfterMs = Math.max(1_000, waitMs);
    return [new DbError("conflict", { resource: `audit/${id}`, message, retryAfterMs }), null];
  }
  for (const old of pending) {
    const [settleError] = await settle(old.id, old.entry);
    if (settleError) return [settleError, null];
  }
  return lock(id, change);
}

/** Reads both users under the lock, and answers what stops the change. */
async function findObstacle({ actorId, targetId, check }: AuditedChange, giveUpAt: number) {
  const [[noActor, actor], [noTarget, target]] = await Promise.all([
    readUser(actorId),
    readUser(targetId),
  ]);
  if (noActor || noTarget) return noActor ?? noTarget;
  const decision = decide("/admin", claimsOfMetadata(actor.publicMetadata));
  if (decision.kind !== "allow") return decision;
  const isLate = Date.now() >= giveUpAt;
  return isLate
    ? new DbError("deadline-exceeded", { resource: `audit/${targetId}` })
    : check(target);
}

async function perform(id: string, change: AuditedChange, giveUpAt: number): ChangeResult {
  const [lockError] = await lock(id, change);
  if (lockError) return [lockError, null];
  const obstacle = await findObstacle(change, giveUpAt);
  const [error] = obstacle ? [obstacle] : await change.write(id);
  const code = error && ("code" in error ? error.code : error.kind);

  // A write that was given up may still reach Clerk: the entry stays pending.
  if (!obstacle && code === "deadline-exceeded") return [error, null];
  const [settleError, state] =
    !obstacle && (code === "unavailable" || code === "internal")
      ? await settle(id, change)
      : await close(id, error ? "failed" : "done", code ?? undefined);
  if (settleError) change.log.error({ entryId: id, err: settleError }, "Audit entry stays pending");
  return error && state !== "done" ? [error, null] : [null, null];
}

/**
 * Changes a user in Clerk, and never without an entry in the audit log. The entry is written first,
 * as `pending`, in a transaction that refuses while another change of the target or of the actor is
 * pending. So a pending entry is also the lock: a user is changed once at a time, and of two admins
 * who demote each other one keeps the role.
 *
 * No transaction spans Firestore and Clerk. A crash, or a service that stops answering, can leave a
 * pending entry with or without its change in Clerk, and never a change without an entry. That entry
 * shows as "Unfinished" and locks its user until it is `SETTLE_MS` old. Then the next change of that
 * user, or a visit of /audit, asks Clerk whether the change was made and records the answer.
 */
export async function auditedChange(change: AuditedChange): ChangeResult {
  const id = crypto.randomUUID();
  const resource = `audit/${id}`;
  const giveUpAt = Date.now() + timeLeft(DEADLINE_MS);
  const limits = { attemptMs: DEADLINE_MS, totalMs: DEADLINE_MS, retries: 0 };
  const begin = () => withinTime(Number.POSITIVE_INFINITY, () => perform(id, change, giveUpAt));
  const [callError, result] = await callService(begin, { resource, log: change.log, ...limits });
  if (!callError) return result;
  const message =
    "This takes longer than usual. The change may still be saved. Reload the page in a moment.";
  return [new DbError("deadline-exceeded", { resource, message, cause: callError }), null];
}
