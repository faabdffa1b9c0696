import { type LocalClerk, startClerk } from "@claims-starter/local-clerk";
import { Faults, RequestLog } from "@claims-starter/local-service";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Session } from "~/lib/auth/session";
import { createRootLogger } from "~/lib/logger";

/** The session that the token claims; what Clerk says of it is what is tested. */
const tokenSession = vi.hoisted(() => ({ current: null as Session | null }));
vi.mock("~/lib/auth/session", () => ({ getSession: async () => tokenSession.current }));

const faults = new Faults();
const requests = new RequestLog();
const ADMIN = "user_fresh_admin";
const OTHER = "user_fresh_other";
const ADMIN_CLAIMS = { role: "admin", onboardingComplete: true } as const;

let clerk: LocalClerk;
let client: Awaited<ReturnType<typeof import("@clerk/nextjs/server").clerkClient>>;
let requireFresh: typeof import("~/lib/auth/fresh-session").requireFresh;

beforeAll(async () => {
  clerk = await startClerk({
    users: [ADMIN, OTHER].map((id) => ({
      id,
      email: `${id.replaceAll("_", "-")}@example.com`,
      password: "local-password-1",
      publicMetadata: ADMIN_CLAIMS,
    })),
    sessionClaims: {},
    faults,
    requests,
  });
  vi.stubEnv("CLERK_SECRET_KEY", clerk.secretKey);
  vi.stubEnv("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", clerk.publishableKey);
  vi.stubEnv("CLERK_API_URL", clerk.url);
  vi.stubEnv("NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED", "1");
  Object.assign(globalThis, { claimsStarterLogger: createRootLogger("fatal", { write() {} }) });
  ({ requireFresh } = await import("~/lib/auth/fresh-session"));
  client = await (await import("@clerk/nextjs/server")).clerkClient();
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await clerk.close();
});

const liveSessions = z.array(z.object({ id: z.string() })).min(1);

async function sessionOf(userId: string): Promise<string> {
  await fetch(`${clerk.url}/_local/sign-in`, { method: "POST", body: JSON.stringify({ userId }) });
  const { data } = await client.sessions.getSessionList({ userId, status: "active" });
  return liveSessions.parse(data)[0]?.id ?? "";
}

beforeEach(async () => {
  tokenSession.current = {
    userId: ADMIN,
    sessionId: await sessionOf(ADMIN),
    claims: { role: "admin", plan: "free", onboardingComplete: true, teamId: null },
    token: {
      customized: true,
      absent: [],
      rejected: [],
      issuedAt: 0,
      expiresAt: 60,
      bytes: 80,
    },
  };
  requests.clear();
});

afterEach(async () => {
  faults.clear();
  await client.users.updateUserMetadata(ADMIN, { publicMetadata: ADMIN_CLAIMS });
});

describe("requireFresh", () => {
  test("answers with the claims as Clerk has them, for two calls", async () => {
    await client.users.updateUserMetadata(ADMIN, { publicMetadata: { plan: "pro" } });
    requests.clear();
    const [error, session] = await requireFresh("/admin");
    expect(error).toBeNull();
    expect(session?.claims).toMatchObject({ role: "admin", plan: "pro" });
    expect(requests.list()).toHaveLength(2);
  });

  test("refuses at once a role that was taken away, although the token still has it", async () => {
    await client.users.updateUserMetadata(ADMIN, { publicMetadata: { role: "user" } });
    const [error] = await requireFresh("/admin");
    expect(error).toMatchObject({ code: "permission-denied", message: "Admin access required" });
  });

  test("refuses the signed out without asking Clerk", async () => {
    tokenSession.current = null;
    const [error] = await requireFresh("/admin");
    expect(error).toMatchObject({ code: "unauthenticated", isRetryable: false });
    expect(requests.list()).toEqual([]);
  });

  test("refuses a session that was revoked, or is somebody else's, or unknown", async () => {
    await client.sessions.revokeSession(tokenSession.current?.sessionId ?? "");
    expect((await requireFresh("/admin"))[0]).toMatchObject({ code: "unauthenticated" });

    for (const sessionId of [await sessionOf(OTHER), "sess_unknown"]) {
      Object.assign(tokenSession.current ?? {}, { sessionId });
      expect((await requireFresh("/admin"))[0]).toMatchObject({ code: "unauthenticated" });
    }
  });

  test.each(["banned", "locked"])("refuses a user who is %s", async (state) => {
    const headers = { authorization: `Bearer ${clerk.secretKey}` };
    const user = await (await fetch(`${clerk.url}/v1/users/${ADMIN}`, { headers })).json();
    faults.add({
      match: `GET /v1/users/${ADMIN}`,
      status: 200,
      body: { ...user, [state]: true },
      times: 1,
    });
    expect((await requireFresh("/admin"))[0]).toMatchObject({ code: "unauthenticated" });
    expect((await requireFresh("/admin"))[0]).toBeNull();
  });

  test.each([
    ["an outage", "GET /v1/users/*", { status: 503 }],
    ["an outage of sessions alone", "GET /v1/sessions/*", { status: 503 }],
    ["a rate limit", "GET /v1/users/*", { status: 429 }],
    ["a broken connection", "GET /v1/users/*", { dropConnection: true }],
    ["no answer", "GET /v1/sessions/*", { hang: true }],
  ])("fails closed, with an error that can be retried, at %s", async (_name, match, fault) => {
    faults.add({ match, ...fault });
    const [error, session] = await requireFresh("/admin");
    expect(session).toBeNull();
    expect(error?.isRetryable).toBe(true);
  });
});
