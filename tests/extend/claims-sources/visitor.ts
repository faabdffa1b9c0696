import { type LocalClerk, startLocalClerk } from "@claims-starter/local-clerk";
import { Faults, RequestLog } from "@claims-starter/local-service";
import { createClerkClient, verifyToken } from "@clerk/backend";
import { SignJWT } from "jose";
import { vi } from "vitest";
import type { Claims } from "~/lib/auth/claims";
import { readSession, type Session } from "~/lib/auth/session";
import { createRootLogger } from "~/lib/logger";
import { realKeys, signingKey } from "~/tests/tools/keys";

export const USER = "user_visitor";
export const ORGANIZATION = "org_acme";

/** Answers that the local Clerk doesn't have itself. */
export const faults = new Faults();
export const requests = new RequestLog();

/** What the cookie of newer claims gets, and the session of the request: set by `arrive`. */
export const visitor = {
  session: null as Session | null,
  remembered: [] as (Claims | undefined)[],
};

/** A local Clerk with one user, who has been onboarded. */
export async function startVisit(): Promise<LocalClerk> {
  Object.assign(globalThis, { claimsStarterLogger: createRootLogger("fatal", { write() {} }) });
  const publicMetadata = { onboardingComplete: true };
  const user = { id: USER, email: "visitor@example.com", password: "local-password-1" };
  const users = [{ ...user, publicMetadata }];
  const clerk = await startLocalClerk({ users, sessionClaims: {}, faults, requests });
  vi.stubEnv("CLERK_SECRET_KEY", clerk.secretKey);
  vi.stubEnv("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", clerk.publishableKey);
  vi.stubEnv("CLERK_API_URL", clerk.url);
  vi.stubEnv("NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED", "1");
  return clerk;
}

/** Makes a session token of these claims the request's, after it was verified as Clerk's are. */
export async function arrive(claims: object, clerk: LocalClerk): Promise<Session> {
  const body = JSON.stringify({ userId: USER });
  await fetch(`${clerk.url}/_local/sign-in`, { method: "POST", body });
  const { secretKey, url: apiUrl } = clerk;
  const { sessions } = createClerkClient({ secretKey, apiUrl, telemetry: { disabled: true } });
  const { data } = await sessions.getSessionList({ userId: USER, status: "active" });
  const sid = data[0]?.id ?? "";
  const metadata = { role: null, plan: null, onboardingComplete: true, teamId: null };
  const token = await new SignJWT({ sid, sts: "active", v: 2, metadata, ...claims })
    .setProtectedHeader({ alg: "RS256", kid: "ins_1", typ: "JWT" })
    .setIssuer("https://clerk.example.com")
    .setSubject(USER)
    .setIssuedAt()
    .setExpirationTime("60s")
    .sign(signingKey);
  const jwtKey = realKeys().CLERK_JWT_KEY?.replaceAll("\\n", "\n") ?? "";
  const sessionClaims = await verifyToken(token, { jwtKey });
  const session = await readSession({
    userId: sessionClaims.sub,
    sessionId: sessionClaims.sid,
    sessionClaims,
    getToken: async () => token,
  });
  if (!session) throw new Error("The token has no session.");
  visitor.session = session;
  visitor.remembered = [];
  faults.clear();
  requests.clear();
  return session;
}
