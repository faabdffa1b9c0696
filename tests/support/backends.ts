import { setTimeout as sleep } from "node:timers/promises";
import { type ClerkOptions, type SeedUser, startLocalClerk } from "@claims-starter/local-clerk";
import { type FirestoreOptions, startLocalFirestore } from "@claims-starter/local-firestore";
import { Faults, RequestLog } from "@claims-starter/local-service";
import { createClerkClient } from "@clerk/backend";
import { vi } from "vitest";
import type { Claims } from "~/lib/auth/claims";
import { firestore } from "~/lib/firebase/admin";

/** A user of the local Clerk for a test, onboarded unless the claims say otherwise. */
export function testUser(id: string, publicMetadata: Partial<Claims> = {}): SeedUser {
  return {
    id,
    email: `${id.replaceAll("_", "-")}@example.com`,
    password: "local-password-1",
    publicMetadata: { onboardingComplete: true, ...publicMetadata },
  };
}

/** Loading the SDK and its first call can take longer than a read may, on a busy machine. */
export async function connectFirestore(): Promise<void> {
  await (await firestore()).doc("connect/first").get();
}

/**
 * A local Clerk and a local Firestore, with this process's environment pointing at them: the real
 * SDKs over HTTP and gRPC, so that what is tested is what production does.
 */
export async function startBackends({
  dataFile,
  ...options
}: Pick<ClerkOptions, "users" | "webhook"> & Pick<FirestoreOptions, "dataFile">) {
  const shared = { faults: new Faults(), requests: new RequestLog() };
  const stored = { ...shared, ...(dataFile && { dataFile }) };
  let db = await startLocalFirestore(stored);
  const clerk = await startLocalClerk({ ...shared, ...options, sessionClaims: {} });
  vi.stubEnv("CLERK_SECRET_KEY", clerk.secretKey);
  vi.stubEnv("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", clerk.publishableKey);
  vi.stubEnv("CLERK_API_URL", clerk.url);
  vi.stubEnv("NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED", "1");
  vi.stubEnv("FIRESTORE_EMULATOR_HOST", db.host);
  vi.stubEnv("METADATA_SERVER_DETECTION", "none");
  await connectFirestore();
  shared.requests.clear();
  const { secretKey, publishableKey, url: apiUrl } = clerk;
  return {
    ...shared,
    client: createClerkClient({
      secretKey,
      publishableKey,
      apiUrl,
      telemetry: { disabled: true },
    }),
    /** Begins a session of this user's. */
    async signIn(userId: string) {
      const body = JSON.stringify({ userId });
      await fetch(`${clerk.url}/_local/sign-in`, { method: "POST", body });
    },
    /** Ends Firestore. What it returns starts it again on its port, with what is in its data file. */
    async stopFirestore() {
      const port = Number(db.host.split(":")[1]);
      await db.close();
      return async () => {
        db = await startLocalFirestore({ ...stored, port });
      };
    },
    async close() {
      // It would wait for calls that a fault has left hanging.
      await Promise.race([(await firestore()).terminate(), sleep(1_000)]);
      vi.unstubAllEnvs();
      await Promise.all([clerk.close(), db.close()]);
    },
  };
}
