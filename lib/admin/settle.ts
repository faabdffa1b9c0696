import "server-only";
import type { User } from "@clerk/nextjs/server";
import { type AuditEntry, auditLog } from "~/lib/admin/audit-log";
import { claimsOfMetadata } from "~/lib/auth/claims";
import { serverTime, transact } from "~/lib/firebase/collection";
import type { Result } from "~/lib/firebase/errors";
import { readUser } from "~/lib/users";

/** By this age a write that got no answer has reached Clerk or never will. */
export const SETTLE_MS = 15_000;

type Change = Pick<AuditEntry, "targetId" | "change">;
type Outcome = Exclude<AuditEntry["state"], "pending">;

/** Milliseconds until a pending entry may be settled; not above 0 when it is time. */
export function untilSettled({ at }: AuditEntry): number {
  return at.getTime() + SETTLE_MS - Date.now();
}

/** Records the outcome of a pending entry, which unlocks its user. The first outcome stays. */
export async function close(id: string, state: Outcome, note?: string): Promise<Result<Outcome>> {
  const settledAt = await serverTime();
  return transact(`audit/${id}`, async (transaction, db) => {
    const ref = auditLog.ref(db, id);
    const entry = auditLog.parse(await transaction.get(ref));
    if (entry?.state === "pending") {
      transaction.update(ref, { state, settledAt, ...(note && { note }) });
    }
    return state;
  });
}

/** No other change can have made it so: the pending entry locks the user. */
function isApplied(id: string, { change }: Change, user: User): boolean {
  if (change.kind === "private-metadata") return user.privateMetadata.lastChangeId === id;
  const { role, plan } = claimsOfMetadata(user.publicMetadata);
  return role === change.after.role && plan === change.after.plan;
}

/** Asks Clerk whether a pending change was made, and records the answer. */
export async function settle(id: string, entry: Change): Promise<Result<Outcome>> {
  const [error, user] = await readUser(entry.targetId);
  if (error && error.code !== "not-found") return [error, null];
  const state = user && isApplied(id, entry, user) ? "done" : "failed";
  const note = !user ? "user deleted" : state === "done" ? "confirmed later" : "not applied";
  return close(id, state, note);
}

/** Settles the oldest pending entries, as far as Clerk and Firestore answer. The rest stay pending. */
export async function settleOldEntries(): Promise<void> {
  const [, page] = await auditLog.list({
    orderBy: "at",
    limit: 10,
    where: (query) => query.where("state", "==", "pending"),
  });
  const old = page?.items.filter(({ data }) => untilSettled(data) <= 0) ?? [];
  await Promise.all(old.map(({ id, data }) => settle(id, data)));
}
