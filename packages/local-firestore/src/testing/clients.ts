import { credentials } from "@grpc/grpc-js";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { type Firestore, getFirestore, v1 } from "firebase-admin/firestore";

export const PROJECT = "test";
export const DATABASE = `projects/${PROJECT}/databases/(default)`;
export const ROOT = `${DATABASE}/documents`;

// There are no credentials; without this, the clients spend a second on looking for some.
process.env.METADATA_SERVER_DETECTION = "none";

/** The Admin SDK on a host, and the generated client below it, which shows what the wire says. */
export function connect(host: string, databaseId = "(default)") {
  const app = initializeApp({ projectId: PROJECT }, crypto.randomUUID());
  const db: Firestore = getFirestore(app, databaseId);
  db.settings({ host, ssl: false, gaxServerStreamingRetries: true });

  const [servicePath = "", port] = host.split(":");
  const raw = new v1.FirestoreClient({
    servicePath,
    port: Number(port),
    sslCreds: credentials.createInsecure(),
    projectId: PROJECT,
  });
  return {
    db,
    raw,
    async [Symbol.asyncDispose]() {
      await Promise.all([deleteApp(app), raw.close()]);
    },
  };
}

/** For a call of `raw` that must not be tried again. */
export const once = (timeout = 5_000) => ({ timeout, retry: null });

/** A write that sets one document to nothing. */
export const setWrite = (path: string) => ({ update: { name: `${ROOT}/${path}`, fields: {} } });
