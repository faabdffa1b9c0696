import type { Env } from "~/lib/env";
import { SITE } from "../site.ts";

const ACCOUNT = ["FIREBASE_PROJECT_ID", "FIREBASE_CLIENT_EMAIL", "FIREBASE_PRIVATE_KEY"] as const;
const GOOGLE_VARIABLES = [
  "GOOGLE_APPLICATION_CREDENTIALS",
  "GOOGLE_CLOUD_PROJECT",
  "K_SERVICE",
] as const;

type Variables = { [Name in keyof Env]?: unknown };

/**
 * What is missing to reach Firestore, or null. An emulator needs nothing. On Google Cloud, or with
 * a credentials file, no service account is needed, but half of one is still a mistake.
 */
export function firestoreProblem(env: Variables): string | null {
  const missing = ACCOUNT.filter((name) => !env[name]);
  if (env.FIRESTORE_EMULATOR_HOST || missing.length === 0) return null;
  const isPartial = Boolean(env.FIREBASE_CLIENT_EMAIL || env.FIREBASE_PRIVATE_KEY);
  if (!isPartial && GOOGLE_VARIABLES.some((name) => env[name])) return null;
  return missing.length === ACCOUNT.length
    ? `Firestore has no credentials. Set ${ACCOUNT.join(", ")} from a service account's JSON file, or GOOGLE_APPLICATION_CREDENTIALS.`
    : `Firestore needs ${missing.join(" and ")} too. Copy it from the service account's JSON file.`;
}

/**
 * The project and, where the environment has one, the service account.
 * @throws {Error} naming the variables that are missing
 */
export function firestoreConfig(env: Env) {
  const problem = firestoreProblem(env);
  if (problem) throw new Error(problem);
  const [projectId, clientEmail, privateKey] = ACCOUNT.map((name) => env[name]);
  if (env.FIRESTORE_EMULATOR_HOST) return { projectId: projectId ?? `demo-${SITE.slug}` };
  return projectId && clientEmail && privateKey
    ? { projectId, account: { projectId, clientEmail, privateKey } }
    : { projectId: projectId ?? env.GOOGLE_CLOUD_PROJECT };
}
