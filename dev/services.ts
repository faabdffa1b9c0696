import { randomBytes } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LocalClerk, loadKeys, startLocalClerk } from "@claims-starter/local-clerk";
import { type LocalFirestore, startLocalFirestore } from "@claims-starter/local-firestore";
import type { Firestore } from "@google-cloud/firestore";
import { SESSION_TOKEN_TEMPLATE } from "../lib/auth/claims.ts";
import { SITE } from "../lib/site.ts";
import { readDocuments } from "./documents.ts";
import { documents, people } from "./people.ts";
import { accessOf, PERSONAS } from "./personas.ts";
import { assertFree, readPort, UsageError } from "./ports.ts";
import { lockStateFolder, stateFolder } from "./state-folder.ts";

/** The system chooses a free one. */
const ANY_PORT = 0;

const WEEK_MS = 7 * 86_400_000;

const TELEMETRY_OFF = { NEXT_TELEMETRY_DISABLED: "1", NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED: "1" };
/** Clerk's Frontend API is reached through the app's own origin, as with any Clerk proxy. */
const CLERK_PROXY = { NEXT_PUBLIC_CLERK_PROXY_URL: "/__clerk" };

/** For the pages that sign in as one of them. */
function personas(): { LOCAL_PERSONAS: string } {
  const shown = PERSONAS.map((persona) => ({ ...persona, access: accessOf(persona) }));
  return { LOCAL_PERSONAS: JSON.stringify(shown) };
}

/** What `next build` needs to make a build that `npm run preview` serves; starts nothing. */
export function buildEnvironment(): Record<string, string> {
  const { publishableKey, secretKey } = loadKeys(join(stateFolder(), "clerk"));
  return {
    ...TELEMETRY_OFF,
    ...CLERK_PROXY,
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey,
    CLERK_SECRET_KEY: secretKey,
    // Not kept in the build: `npm run preview` says where it is.
    FIRESTORE_EMULATOR_HOST: "127.0.0.1:4712",
    LOCAL_SERVICES: "preview",
  };
}

/** Projects named demo-… exist on emulators only: no call for one can reach Google. */
const FIREBASE_PROJECT = `demo-${SITE.slug}`;

/** Calls the local Firestore with the SDK, which nothing but this needs loaded. */
async function withFirestore<T>(host: string, use: (db: Firestore) => Promise<T>): Promise<T> {
  // Without credentials the SDK would look for a metadata server, and warn that there is none.
  process.env.METADATA_SERVER_DETECTION ??= "none";
  const { Firestore } = await import("@google-cloud/firestore");
  const customHeaders = { Authorization: "Bearer owner" };
  const db = new Firestore({ projectId: FIREBASE_PROJECT, host, ssl: false, customHeaders });
  try {
    return await use(db);
  } finally {
    await db.terminate();
  }
}

/** Writes the documents of the local users while Next starts, which needn't wait for them. */
async function seedDocuments(host: string): Promise<void> {
  await withFirestore(host, async (db) => {
    const batch = db.batch();
    for (const [path, fields] of documents(Date.now())) batch.set(db.doc(path), fields);
    await batch.commit();
  });
}

interface Services {
  clerk: LocalClerk & { webhookSecret: string };
  firestore: LocalFirestore;
}

function nextEnvironment(
  { clerk, firestore }: Services,
  mode: "dev" | "preview",
): Record<string, string> {
  return {
    ...TELEMETRY_OFF,
    ...CLERK_PROXY,
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
    CLERK_SECRET_KEY: clerk.secretKey,
    CLERK_JWT_KEY: clerk.jwtKey,
    CLERK_API_URL: clerk.url,
    CLERK_FAPI_URL: clerk.url,
    CLERK_WEBHOOK_SIGNING_SECRET: clerk.webhookSecret,
    FIRESTORE_EMULATOR_HOST: firestore.host,
    FIREBASE_PROJECT_ID: FIREBASE_PROJECT,
    // Without credentials the SDK would look for a metadata server for 250 ms.
    METADATA_SERVER_DETECTION: "none",
    LOCAL_SERVICES: mode,
  };
}

function banner(appUrl: string, { clerk, firestore }: Services): string {
  const rows = PERSONAS.map((persona) => `    ${persona.email.padEnd(24)}${accessOf(persona)}`);
  return [
    "",
    `  ${SITE.name} on local services: ${appUrl}`,
    `  Sign in as (password ${PERSONAS[0]?.password}):`,
    ...rows,
    "  Or sign up with any address; the email code is 424242.",
    `  Local Clerk: ${clerk.url}   Local Firestore: ${firestore.host}`,
    `  Users, codes and tokens: ${clerk.inspector}`,
    "",
  ].join("\n");
}

/**
 * The port that is asked for, or 4712, or any other if that is taken: people don't need to know it, so a
 * second app on this machine needn't choose one.
 */
async function chooseFirestorePort(): Promise<number> {
  const variable = "FIRESTORE_EMULATOR_PORT";
  const port = readPort(variable, 4_712);
  try {
    await assertFree(port, variable, "the local Firestore");
    return port;
  } catch (error) {
    if (process.env[variable]) throw error;
    return ANY_PORT;
  }
}

/**
 * Starts the local services and writes `services.json`, the `file` that tells other programs where
 * they are.
 * @param appUrl where Next is going to listen
 * @param showPersonas whether pages offer to sign in as the local users, and to change one's own access
 */
export async function startLocalServices(options: {
  mode: "dev" | "preview";
  appUrl: string;
  showPersonas: boolean;
}) {
  const appPort = Number(new URL(options.appUrl).port);
  const clerkPort = readPort("CLERK_EMULATOR_PORT", 4_711);
  const firestorePort = await chooseFirestorePort();
  if (new Set([appPort, clerkPort, firestorePort]).size < 3) {
    throw new UsageError(
      `PORT is ${appPort}, CLERK_EMULATOR_PORT ${clerkPort}, FIRESTORE_EMULATOR_PORT ${firestorePort}; choose three ports.`,
    );
  }
  await assertFree(clerkPort, "CLERK_EMULATOR_PORT", "the local Clerk");
  const dir = stateFolder();
  lockStateFolder(dir);

  const log = (line: string) => console.warn(line);
  const dataFile = join(dir, "firestore.jsonl");
  const isFirstStart = !existsSync(dataFile);
  const firestore = await startLocalFirestore({ log, port: firestorePort, dataFile });
  const seed = () =>
    seedDocuments(firestore.host).catch((error) =>
      log(`The local users' documents can't be written: ${error}`),
    );
  const seeding = isFirstStart ? seed() : null;
  // A new one at each start: it signs nothing that outlives this process.
  const webhookSecret = `whsec_${randomBytes(24).toString("base64")}`;
  const clerk = await startLocalClerk({
    log,
    // One list of faults and one log for both, reached through the Clerk's control API.
    faults: firestore.faults,
    requests: firestore.requests,
    applicationName: SITE.name,
    port: clerkPort,
    dataDir: join(dir, "clerk"),
    users: [
      ...PERSONAS.map((one, index) => ({ ...one, createdAt: Date.now() - index * 3 * WEEK_MS })),
      ...people(Date.now()),
    ],
    // Other devices may reach an app that doesn't show them.
    oneClick: options.showPersonas,
    sessionClaims: SESSION_TOKEN_TEMPLATE,
    documents: () => withFirestore(firestore.host, readDocuments),
    webhook: { url: `${options.appUrl}/api/webhooks/clerk`, secret: webhookSecret },
    onReset: async () => {
      await firestore.reset();
      await seed();
    },
  });
  const services = { clerk: { ...clerk, webhookSecret }, firestore };

  const file = join(dir, "services.json");
  const description = {
    app: { url: options.appUrl },
    clerk: {
      apiUrl: clerk.url,
      secretKey: clerk.secretKey,
      publishableKey: clerk.publishableKey,
      webhookSecret,
    },
    firestore: { host: firestore.host, projectId: FIREBASE_PROJECT },
    personas: PERSONAS.map(({ id, email, password, publicMetadata }) => ({
      email,
      password,
      userId: id,
      metadata: publicMetadata,
    })),
  };
  writeFileSync(file, `${JSON.stringify(description, null, 2)}\n`, { mode: 0o600 });
  console.log(banner(options.appUrl, services));

  return {
    environment: {
      ...nextEnvironment(services, options.mode),
      ...(options.showPersonas && personas()),
    },
    file,
    async close() {
      // Cut off, the SDK would try again for minutes.
      await seeding;
      rmSync(file, { force: true });
      await Promise.all([clerk.close(), firestore.close()]);
    },
  };
}
