import type { Env } from "~/lib/env";

const ACCOUNT = ["FIREBASE_PROJECT_ID", "FIREBASE_CLIENT_EMAIL", "FIREBASE_PRIVATE_KEY"] as const;

/**
 * The project and, where the environment has one, the service account. An emulator needs none, and
 * a Google host or a credentials file brings its own.
 * @throws {Error} naming the variables that are missing
 */
export function firestoreConfig(env: Env) {
  const [projectId, clientEmail, privateKey] = ACCOUNT.map((name) => env[name]);
  if (env.FIRESTORE_EMULATOR_HOST) return { projectId: projectId ?? "demo-claims-starter" };
  if (projectId && clientEmail && privateKey) {
    return { projectId, account: { projectId, clientEmail, privateKey } };
  }
  if (clientEmail || privateKey) {
    const missing = ACCOUNT.filter((name) => !env[name]).join(" and ");
    throw new Error(
      `Firestore needs ${missing} too. Copy it from the service account's JSON file.`,
    );
  }
  if (env.GOOGLE_APPLICATION_CREDENTIALS || env.GOOGLE_CLOUD_PROJECT || env.K_SERVICE) {
    return { projectId: projectId ?? env.GOOGLE_CLOUD_PROJECT };
  }
  throw new Error(
    `Firestore has no credentials. Set ${ACCOUNT.join(", ")} from a service account's JSON file, or GOOGLE_APPLICATION_CREDENTIALS.`,
  );
}
