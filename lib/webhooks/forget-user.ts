import "server-only";
import { callService } from "~/lib/call";
import { firestore } from "~/lib/firebase/admin";
import type { Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request-id";

const KEPT = ["audit", "webhookDeliveries"];

/** Deletes the document `{userId}` of every root collection except the logs. Idempotent. */
export async function forgetUser(userId: string): Promise<Result<null>> {
  const log = await requestLogger({ module: "firestore" });
  return callService(
    async () => {
      const collections = await (await firestore()).listCollections();
      const owned = collections.filter(({ id }) => !KEPT.includes(id));
      await Promise.all(owned.map((one) => one.doc(userId).delete()));
      return null;
    },
    { resource: `*/${userId}`, log, attemptMs: 5_000, totalMs: 5_000, retries: 2 },
  );
}
