import "server-only";
import type { Firestore, Transaction } from "firebase-admin/firestore";
import { z } from "zod";
import { collection, serverTime, transact } from "~/lib/firebase/collection";
import { DbError, type Result } from "~/lib/firebase/errors";

/** Work that was begun this long ago and not finished has died with its process. */
const ABANDONED_MS = 60_000;
/** Clerk repeats a delivery for some days; Firestore's TTL policy deletes what is older than this. */
const REMEMBERED_MS = 30 * 86_400_000;

/** By the message's id, which stays the same however often it is sent. */
export const deliveries = collection(
  "webhookDeliveries",
  z.object({
    state: z.enum(["processing", "done"]),
    attempt: z.string(),
    since: z.date(),
    expireAt: z.date(),
  }),
);

/**
 * Does the work of a message once, however often and however many at a time it arrives. Work that
 * failed is done again by the next delivery, so it has to be idempotent still.
 * @returns whether it was done now or before; retryable `unavailable` while another request does it
 */
export async function processOnce(
  id: string,
  work: () => Promise<Result<null>>,
): Promise<Result<"done" | "duplicate">> {
  const resource = `webhookDeliveries/${id}`;
  const attempt = crypto.randomUUID();
  const since = await serverTime();
  const body = async (transaction: Transaction, db: Firestore) => {
    const ref = deliveries.ref(db, id);
    const found = deliveries.parse(await transaction.get(ref));
    if (found?.state === "done") return "duplicate";
    // An earlier try of this transaction that seemed lost has landed.
    if (found && found.attempt !== attempt && Date.now() - found.since.getTime() < ABANDONED_MS) {
      throw new DbError("unavailable", { resource, message: "This message is being processed." });
    }
    const expireAt = new Date(Date.now() + REMEMBERED_MS);
    transaction.set(ref, { state: "processing", attempt, since, expireAt });
    return "mine";
  };
  const release = (late: string) => late === "mine" && deliveries.remove(id);
  const [error, claim] = await transact<"mine" | "duplicate">(resource, body, release);
  if (error) return [error, null];
  if (claim === "duplicate") return [null, "duplicate"];

  const [failed] = await work();
  if (failed) {
    // Should this fail too, the message is taken up again when it counts as abandoned.
    await deliveries.remove(id);
    return [failed, null];
  }
  const [markError] = await deliveries.merge(id, { state: "done" });
  return markError ? [markError, null] : [null, "done"];
}
