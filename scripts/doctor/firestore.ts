import { cert, deleteApp, initializeApp } from "firebase-admin/app";
import { getFirestore } from "firebase-admin/firestore";
import { withDeadline } from "../../lib/calls/deadline.ts";
import { parseEnv } from "../../lib/env.ts";
import { firestoreConfig } from "../../lib/firebase/config.ts";
import { type Finding, noAnswer, notAsked, ok, type Patient, problem, warning } from "./finding.ts";
import { credentialsSource, hasDefaultCredentials, type Source } from "./google-credentials.ts";

const SUBJECT = "Firestore";
const RULES = "Firestore's rules";
const NO_CREDENTIALS =
  "has no credentials here: run `gcloud auth application-default login`, or set FIREBASE_PROJECT_ID, FIREBASE_CLIENT_EMAIL and FIREBASE_PRIVATE_KEY. A host on Google Cloud has its own.";

/** What to do about each of gRPC's codes. */
const MENDS: Record<number, (name: string) => string> = {
  5: () =>
    "has no database in this project. Create one in the Firebase console, Firestore Database.",
  7: (name) =>
    `refuses the account of ${name}. Give it the role Cloud Datastore User in the Google Cloud console, IAM, and check the project's id.`,
  16: (name) =>
    `refuses the key of ${name}. Make a new one in the Firebase console, Project settings, Service accounts.`,
};

/** Reads a document that isn't there, with the credentials and the settings of the app. */
async function read({ env, deadlineMs }: Patient): Promise<void> {
  const { projectId, account } = firestoreConfig(parseEnv(env));
  const app = initializeApp(
    { ...(projectId && { projectId }), ...(account && { credential: cert(account) }) },
    "doctor",
  );
  try {
    const db = getFirestore(app);
    db.settings({ gaxServerStreamingRetries: true });
    await withDeadline(() => db.doc("doctor/ping").get(), deadlineMs);
  } finally {
    // Not awaited: it waits for calls that were given up.
    deleteApp(app).catch(() => undefined);
  }
}

async function reachable(patient: Patient, { name }: Source): Promise<Finding> {
  try {
    const { env, deadlineMs } = patient;
    const isDefault = !env.FIRESTORE_EMULATOR_HOST && !firestoreConfig(parseEnv(env)).account;
    if (isDefault && !(await withDeadline(hasDefaultCredentials, deadlineMs))) {
      return notAsked(problem(SUBJECT, NO_CREDENTIALS));
    }
    await read(patient);
    return ok(SUBJECT, "answers.");
  } catch (error) {
    const { code } = Object(error) as { code?: unknown };
    const mend = typeof code === "number" ? MENDS[code]?.(name) : undefined;
    if (mend) return problem(SUBJECT, mend);
    return noAnswer(problem(SUBJECT, `can't be reached. Check the network, and ${name}.`));
  }
}

/** What a browser without a user would get. Firestore answers 404 only where its rules allow to read. */
async function rules(
  { deadlineMs, firestoreRest }: Patient,
  { project }: Source,
): Promise<Finding> {
  if (!project) {
    return notAsked(warning(RULES, "can't be checked without FIREBASE_PROJECT_ID."));
  }
  const url = `${firestoreRest}/v1/projects/${project}/databases/(default)/documents/doctor/ping`;
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(deadlineMs) });
    if (status === 401 || status === 403) return ok(RULES, "keep browsers out.");
    if (status === 200 || status === 404) {
      return problem(
        RULES,
        "let anybody read. Run `npx firebase-tools@15.34.2 deploy --only firestore:rules`.",
      );
    }
    return warning(RULES, `can't be checked: Firestore answered ${status}.`);
  } catch {
    return noAnswer(warning(RULES, "can't be checked: Firestore's REST API doesn't answer."));
  }
}

/** Whether the app reaches Firestore, and nobody else does. */
export async function checkFirestore(patient: Patient): Promise<Finding[]> {
  const source = credentialsSource(patient.env);
  const notChecked = [notAsked(warning(SUBJECT, "is not checked until the variables are right."))];
  if (source.problem) return notChecked;
  try {
    firestoreConfig(parseEnv(patient.env));
  } catch {
    return notChecked;
  }
  return Promise.all([
    reachable(patient, source),
    ...(patient.isLocal ? [] : [rules(patient, source)]),
  ]);
}
