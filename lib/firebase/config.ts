import type { Env } from "~/lib/env";
import { normalizePem } from "~/lib/env";

/** How to reach Firestore: on an emulator, with a service account, or as the host lets us. */
export type FirestoreConfig =
  | { kind: "emulator"; projectId: string }
  | { kind: "service-account"; projectId: string; clientEmail: string; privateKey: string }
  | { kind: "default-credentials"; projectId: string | undefined };

const ACCOUNT = ["FIREBASE_PROJECT_ID", "FIREBASE_CLIENT_EMAIL", "FIREBASE_PRIVATE_KEY"] as const;

/**
 * Chooses the credentials that the environment holds.
 * @throws {Error} naming the variables that are missing or wrong, and never their values
 */
export function firestoreConfig(env: Env): FirestoreConfig {
  const { FIREBASE_PROJECT_ID, FIREBASE_CLIENT_EMAIL, FIREBASE_PRIVATE_KEY } = env;
  if (env.FIRESTORE_EMULATOR_HOST) {
    return { kind: "emulator", projectId: FIREBASE_PROJECT_ID ?? "demo-claims-starter" };
  }
  if (FIREBASE_CLIENT_EMAIL || FIREBASE_PRIVATE_KEY) {
    const missing = ACCOUNT.filter((name) => !env[name]);
    const privateKey = normalizePem(FIREBASE_PRIVATE_KEY);
    if (!FIREBASE_PROJECT_ID || !FIREBASE_CLIENT_EMAIL || !privateKey) {
      throw new Error(
        `Firestore needs ${missing.join(" and ")} too: all three stand in the service account's JSON file.`,
      );
    }
    if (!privateKey.startsWith("-----BEGIN ")) {
      throw new Error(
        "FIREBASE_PRIVATE_KEY is no PEM key: copy private_key from the service account's JSON file, from -----BEGIN to -----END.",
      );
    }
    return {
      kind: "service-account",
      projectId: FIREBASE_PROJECT_ID,
      clientEmail: FIREBASE_CLIENT_EMAIL,
      privateKey,
    };
  }
  // Where Google's own hosts or a credentials file say who we are.
  if (env.GOOGLE_APPLICATION_CREDENTIALS || env.GOOGLE_CLOUD_PROJECT || env.K_SERVICE) {
    return {
      kind: "default-credentials",
      projectId: FIREBASE_PROJECT_ID ?? env.GOOGLE_CLOUD_PROJECT,
    };
  }
  throw new Error(
    `Firestore has no credentials: set ${ACCOUNT.join(", ")} from a service account, or GOOGLE_APPLICATION_CREDENTIALS, or run \`npm run dev\` without keys for a local one.`,
  );
}
