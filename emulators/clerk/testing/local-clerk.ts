import { createClerkClient } from "@clerk/backend";
import { Faults } from "../../faults.ts";
import { RequestLog } from "../../request-log.ts";
import { type ClerkOptions, type LocalClerk, startClerk } from "../server.ts";

export const PASSWORD = "correct horse battery";

export const ADMIN = {
  id: "user_admin",
  email: "admin@example.com",
  password: PASSWORD,
  firstName: "Admin",
  publicMetadata: { role: "admin", onboardingComplete: true },
  privateMetadata: { note: "for the server alone" },
};

export const SESSION_CLAIMS = {
  metadata: {
    role: "{{user.public_metadata.role}}",
    plan: "{{user.public_metadata.plan}}",
    onboardingComplete: "{{user.public_metadata.onboardingComplete}}",
  },
};

export interface Running extends LocalClerk, AsyncDisposable {
  faults: Faults;
  requests: RequestLog;
}

/** A local Clerk with one administrator, on a free port; `await using` closes it. */
export async function startTestClerk(options: Partial<ClerkOptions> = {}): Promise<Running> {
  const shared = { faults: new Faults(), requests: new RequestLog() };
  const clerk = await startClerk({
    users: [ADMIN],
    sessionClaims: SESSION_CLAIMS,
    ...shared,
    ...options,
  });
  return { ...clerk, ...shared, [Symbol.asyncDispose]: clerk.close };
}

/** Clerk's own Backend API client; its telemetry would leave the machine. */
export function backendClient({ url, secretKey, publishableKey }: LocalClerk) {
  return createClerkClient({
    apiUrl: url,
    secretKey,
    publishableKey,
    telemetry: { disabled: true },
  });
}
