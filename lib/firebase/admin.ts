import "server-only";
import type { Firestore } from "firebase-admin/firestore";
import { readEnv } from "~/lib/env";
import { firestoreConfig } from "~/lib/firebase/config";

const APP_NAME = "claims-starter";

async function start(): Promise<Firestore> {
  const config = firestoreConfig(readEnv());
  // Loaded at the first use: the SDK costs 300 ms and 50 MB that most pages never need.
  const [{ applicationDefault, cert, initializeApp }, { getFirestore }] = await Promise.all([
    import("firebase-admin/app"),
    import("firebase-admin/firestore"),
  ]);
  const app = initializeApp(
    {
      ...(config.projectId && { projectId: config.projectId }),
      ...(config.kind === "service-account" && {
        credential: cert({
          projectId: config.projectId,
          clientEmail: config.clientEmail,
          privateKey: config.privateKey,
        }),
      }),
      ...(config.kind === "default-credentials" && { credential: applicationDefault() }),
    },
    APP_NAME,
  );
  const db = getFirestore(app);
  // Without it a read that fails, on whatever error, takes 6 to 8 s to say so.
  db.settings({ gaxServerStreamingRetries: true });
  return db;
}

// A hot reload evaluates this module again; Firestore takes its settings only once.
const shared: typeof globalThis & { claimsStarterFirestore?: Promise<Firestore> } = globalThis;

/**
 * The one Firestore client, started at its first use.
 * @throws {Error} naming what is missing, when the environment holds no credentials
 */
export function firestore(): Promise<Firestore> {
  shared.claimsStarterFirestore ??= start().catch((error: unknown) => {
    delete shared.claimsStarterFirestore;
    throw error;
  });
  return shared.claimsStarterFirestore;
}
