import { readFileSync } from "node:fs";
import { applicationDefault } from "firebase-admin/app";
import { z } from "zod";

type Variables = Record<string, string | undefined>;

const FILE = "GOOGLE_APPLICATION_CREDENTIALS";
const ACCOUNT = ["FIREBASE_PROJECT_ID", "FIREBASE_CLIENT_EMAIL", "FIREBASE_PRIVATE_KEY"];

const credentials = z.object({ type: z.string(), project_id: z.string().optional() });

/** What a credentials file holds, or what is wrong with it. */
function readFile(path: string): z.infer<typeof credentials> | string {
  try {
    const parsed = credentials.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return parsed.data ?? "names a JSON file that holds no credentials: it has no `type`.";
  } catch (error) {
    return error instanceof SyntaxError
      ? "names a file that isn't JSON. Download it again."
      : "names a file that isn't there or can't be read.";
  }
}

export interface Source {
  /** The variables with the account, or words for the host's own. */
  name: string;
  project?: string | undefined;
  /** What is wrong with the credentials file. */
  problem?: string;
}

/** The credentials that the app uses: with all three variables set, it looks at no file. */
export function credentialsSource(env: Variables): Source {
  if (env.FIRESTORE_EMULATOR_HOST || ACCOUNT.every((name) => env[name])) {
    return { name: "the FIREBASE_ variables", project: env.FIREBASE_PROJECT_ID };
  }
  const project = env.FIREBASE_PROJECT_ID || env.GOOGLE_CLOUD_PROJECT;
  const path = env[FILE];
  if (!path) return { name: "Google's default credentials", project };
  const file = readFile(path);
  return typeof file === "string"
    ? { name: FILE, project, problem: file }
    : { name: FILE, project: project || file.project_id };
}

/**
 * Whether Google's SDK finds credentials where it looks for its default ones. Asked first, because
 * Firestore's SDK throws where nothing can catch it when there are none.
 */
export async function hasDefaultCredentials(): Promise<boolean> {
  try {
    await applicationDefault().getAccessToken();
    return true;
  } catch (error) {
    // Other errors are of credentials that it found, and Firestore's answer says more.
    return !(error instanceof Error && /default credentials|credential file/.test(error.message));
  }
}
