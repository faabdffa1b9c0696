import { createClerkClient } from "@clerk/backend";
import { type ClerkOptions, type LocalClerk, startLocalClerk } from "../server.ts";

export const PASSWORD = "correct horse battery";

export const ADMIN = {
  id: "user_admin",
  email: "admin@example.com",
  password: PASSWORD,
  firstName: "Admin",
  publicMetadata: { role: "admin", onboardingComplete: true },
  privateMetadata: { note: "for the server alone" },
};

const SESSION_CLAIMS = {
  metadata: {
    role: "{{user.public_metadata.role}}",
    plan: "{{user.public_metadata.plan}}",
    onboardingComplete: "{{user.public_metadata.onboardingComplete}}",
  },
};

export interface Running extends LocalClerk, AsyncDisposable {}

/** A local Clerk with one administrator, on a free port; `await using` closes it. */
export async function startTestClerk(options: ClerkOptions = {}): Promise<Running> {
  const clerk = await startLocalClerk({
    users: [ADMIN],
    sessionClaims: SESSION_CLAIMS,
    ...options,
  });
  return { ...clerk, [Symbol.asyncDispose]: clerk.close };
}

/** Changes a setting through the control API: `put(clerk, "session-minter", { enabled: true })`. */
export async function put({ url }: LocalClerk, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${url}/_local/${path}`, {
    method: "PUT",
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
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
