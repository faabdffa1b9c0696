import "server-only";
import type { Firestore } from "firebase-admin/firestore";
import { env } from "~/lib/env";
import { firestoreConfig } from "~/lib/firebase/config";
import { SITE } from "~/lib/site";

async function start(): Promise<Firestore> {
  const { projectId, account } = firestoreConfig(env());
  // Loaded at the first use: the SDK takes 300 ms and 50 MB that most pages don't need.
  const [{ cert, initializeApp }, { getFirestore }] = await Promise.all([
    import("firebase-admin/app"),
    import("firebase-admin/firestore"),
  ]);
  const db = getFirestore(
    initializeApp(
      { ...(projectId && { projectId }), ...(account && { credential: cert(account) }) },
      SITE.slug,
    ),
  );
  db.settings({
    // Without it, a failing read takes 6 to 8 s to say so.
    gaxServerStreamingRetries: true,
    // An optional field that isn't set isn't written; by default Firestore throws.
    ignoreUndefinedProperties: true,
  });
  return db;
}

// A hot reload evaluates this module again, but Firestore takes its settings only once.
const shared: typeof globalThis & { claimsStarterFirestore?: Promise<Firestore> } = globalThis;

/**
 * The one Firestore client, started at its first use.
 * @throws {Error} naming what is missing, when the environment has no credentials
 */
export function firestore(): Promise<Firestore> {
  shared.claimsStarterFirestore ??= start().catch((error: unknown) => {
    delete shared.claimsStarterFirestore;
    throw error;
  });
  return shared.claimsStarterFirestore;
}
