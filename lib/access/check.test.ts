import { type LocalClerk, startLocalClerk } from "@claims-starter/local-clerk";
import { Faults, RequestLog } from "@claims-starter/local-service";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { type Claims, LEAST_PRIVILEGE, ROLES } from "~/lib/auth/claims";
import type { GatedPath, PolicyPath } from "~/lib/auth/policy";
import type { Session } from "~/lib/auth/session";
import { createLogger, createRootLogger } from "~/lib/logger";
import { TOP_PLAN, TOP_ROLE } from "~/tests/tools/highest.ts";

/** The session that the token claims; what Clerk says of it is what is tested. */
const visitor = vi.hoisted(() => ({ session: null as Session | null, remembered: [] as string[] }));
vi.mock("~/lib/auth/session", () => ({ getSession: async () => visitor.session }));
vi.mock("~/lib/auth/remember-claims", () => ({
  rememberClaims: async (user: { id: string }) => visitor.remembered.push(user.id),
}));

/** Keys of this test's own, for the highest role and for anyone: the app's table is up to the app. */
const STRICT = "/of-this-test" as GatedPath;
const OPEN = "/open-in-this-test" as GatedPath;
vi.mock("~/lib/auth/policy", async (original) => {
  const policy = await original<typeof import("~/lib/auth/policy")>();
  // A rule never asks for the lowest role, and the highest isn't that.
  const rule = { who: "onboarded", role: TOP_ROLE } as Parameters<typeof policy.decideRule>[0];
  const decide = (path: PolicyPath | undefined, claims: Claims | null) => {
    if (path === OPEN) return policy.decideRule({ who: "anyone" }, claims);
    return path === STRICT ? policy.decideRule(rule, claims) : policy.decide(path, claims);
  };
  return { ...policy, decide };
});

const faults = new Faults();
const requests = new RequestLog();
const OTHER = "user_check_other";
const ADMIN = { role: TOP_ROLE, onboardingComplete: true } as const;
let user = "";
let counter = 0;

let clerk: LocalClerk;
let client: Awaited<ReturnType<typeof import("@clerk/nextjs/server").clerkClient>>;
let check: typeof import("./check").check;
let decideOrAsk: typeof import("./ask-clerk").decideOrAsk;

beforeAll(async () => {
  clerk = await startLocalClerk({
    users: [{ id: OTHER, email: "other@example.com", password: "local-password-1" }],
    sessionClaims: {},
    faults,
    requests,
  });
  vi.stubEnv("CLERK_SECRET_KEY", clerk.secretKey);
  vi.stubEnv("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", clerk.publishableKey);
  vi.stubEnv("CLERK_API_URL", clerk.url);
  vi.stubEnv("NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED", "1");
  Object.assign(globalThis, { claimsStarterLogger: createRootLogger("fatal", { write() {} }) });
  ({ check } = await import("./check"));
  ({ decideOrAsk } = await import("./ask-clerk"));
  client = await (await import("@clerk/nextjs/server")).clerkClient();
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await clerk.close();
});

const liveSessions = z.array(z.object({ id: z.string() })).min(1);

async function control(path: string, body: object): Promise<void> {
  await fetch(`${clerk.url}/_local${path}`, { method: "POST", body: JSON.stringify(body) });
}

async function sessionOf(userId: string): Promise<string> {
  await control("/sign-in", { userId });
  const { data } = await client.sessions.getSessionList({ userId, status: "active" });
  return liveSessions.parse(data)[0]?.id ?? "";
}

function holds(claims: Partial<Claims>): void {
  if (visitor.session) visitor.session.claims = { ...LEAST_PRIVILEGE, ...claims };
}

/** Each test has a user of its own: how often Clerk may be asked is counted for each user. */
beforeEach(async () => {
  counter += 1;
  user = `user_check_${counter}`;
  const email = `check-${counter}@example.com`;
  const person = { id: user, email, password: "local-password-1", publicMetadata: ADMIN };
  await control("/users", [person]);
  visitor.remembered = [];
  visitor.session = {
    userId: user,
    sessionId: await sessionOf(user),
    claims: { ...LEAST_PRIVILEGE, ...ADMIN },
    token: {
      customized: true,
      absent: [],
      rejected: [],
      issuedAt: 0,
      expiresAt: 60,
      readAt: 0,
      payload: {},
      outdated: null,
    },
  };
  requests.clear();
});

afterEach(() => faults.clear());

const lookups = () => requests.list().filter(({ method }) => method === "GET").length;

/** What Clerk answers once about the user. */
async function answerAs(state: "banned" | "locked"): Promise<void> {
  const headers = { authorization: `Bearer ${clerk.secretKey}` };
  const found = await (await fetch(`${clerk.url}/v1/users/${user}`, { headers })).json();
  const body = { ...found, [state]: true };
  faults.add({ match: `GET /v1/users/${user}`, status: 200, body, times: 1 });
}

describe("check", () => {
  test("lets in whom the claims allow, without a call", async () => {
    expect((await check(STRICT))[1]?.userId).toBe(user);
    expect((await check(STRICT, { askBeforeDenying: true }))[1]?.userId).toBe(user);
    expect(requests.list()).toEqual([]);
  });

  test("answers nobody with a session who has none, whatever the rule says", async () => {
    visitor.session = null;
    for (const options of [{}, { askBeforeDenying: true }, { isCall: true }]) {
      expect(await check(OPEN, options)).toEqual([{ kind: "sign-in" }, null]);
    }
  });

  test("denies without a call where the proxy has asked already", async () => {
    holds({ onboardingComplete: true });
    expect((await check(STRICT))[0]).toEqual({ kind: "forbidden", needs: { role: TOP_ROLE } });
    expect(requests.list()).toEqual([]);
  });

  test("asks Clerk once before an action is denied, and remembers what is newer", async () => {
    holds({ onboardingComplete: true });
    const [denial, session] = await check(STRICT, { askBeforeDenying: true });
    expect(denial).toBeNull();
    expect(session?.claims.role).toBe(TOP_ROLE);
    expect(visitor.remembered).toEqual([user]);
    expect(lookups()).toBe(1);
  });
});

describe("check of a call", () => {
  const call = (options = {}) => check(STRICT, { isCall: true, ...options });
  const sixtyCalls = () => Promise.all(Array.from({ length: 60 }, () => call()));

  test("refuses the 61st within ten seconds before Clerk is asked, and says how long to wait", async () => {
    expect((await sixtyCalls()).filter(([denial]) => denial)).toEqual([]);
    const [denial] = await call({ fresh: true });
    expect(denial).toEqual({ kind: "too-often", retryAfterMs: expect.any(Number) });
    expect(requests.list()).toEqual([]);
  });

  test("counts for each user, and no page", async () => {
    await sixtyCalls();
    const { session } = visitor;
    if (session) visitor.session = { ...session, userId: "user_not_counted" };
    expect((await call())[0]).toBeNull();
    visitor.session = session;
    expect((await call())[0]?.kind).toBe("too-often");
    expect((await check(STRICT))[0]).toBeNull();
  });
});

describe("decideOrAsk", () => {
  const log = createLogger({ module: "test" });
  const ask = () => decideOrAsk(STRICT, visitor.session, () => log);

  test("asks nobody about the signed out, and about paths without a rule", async () => {
    expect((await decideOrAsk(STRICT, null, () => log)).decision.kind).toBe("sign-in");
    expect((await decideOrAsk(undefined, visitor.session, () => log)).decision.kind).toBe(
      "no-rule",
    );
    expect(requests.list()).toEqual([]);
  });

  test("lets the denial stand when Clerk says the same", async () => {
    holds({ onboardingComplete: true });
    await client.users.updateUserMetadata(user, { publicMetadata: { role: null } });
    const { decision, learned } = await ask();
    expect(decision).toEqual({ kind: "forbidden", needs: { role: TOP_ROLE } });
    expect(learned).toBeNull();
  });

  test("learns newer claims even where they deny as well", async () => {
    holds({});
    await client.users.updateUserMetadata(user, { publicMetadata: { role: null } });
    const { decision, session, learned } = await ask();
    expect(decision.kind).toBe("forbidden");
    expect(session?.claims.onboardingComplete).toBe(true);
    expect(learned?.id).toBe(user);
  });

  test.each([
    ["an outage", { status: 503 }],
    ["a rate limit", { status: 429 }],
    ["a broken connection", { dropConnection: true }],
    ["no answer", { hang: true }],
    ["a user who is gone", { status: 404 }],
  ])("lets the denial stand at %s, after one call and within its deadline", async (_, fault) => {
    holds({ onboardingComplete: true });
    faults.add({ match: "GET /v1/users/*", ...fault });
    const started = performance.now();
    const { decision, learned } = await ask();
    expect(decision.kind).toBe("forbidden");
    expect(learned).toBeNull();
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(lookups()).toBeLessThanOrEqual(1);
  });

  test("gives a banned user no newer claims", async () => {
    holds({ onboardingComplete: true });
    await answerAs("banned");
    expect((await ask()).decision.kind).toBe("forbidden");
  });

  test("asks at most three times a second for one user, whatever they do", async () => {
    holds({ onboardingComplete: true });
    await client.users.updateUserMetadata(user, { publicMetadata: { role: null } });
    requests.clear();
    const started = performance.now();
    const verdicts = await Promise.all(Array.from({ length: 50 }, ask));
    expect(verdicts.every(({ decision }) => decision.kind === "forbidden")).toBe(true);
    const seconds = Math.ceil((performance.now() - started) / 1_000);
    expect(lookups()).toBeLessThanOrEqual(3 * seconds);
  });
});

describe("check with fresh", () => {
  const fresh = () => check(STRICT, { fresh: true });

  test("answers with the claims as Clerk has them, for two calls, and remembers them", async () => {
    await client.users.updateUserMetadata(user, { publicMetadata: { plan: TOP_PLAN } });
    requests.clear();
    const [denial, session] = await fresh();
    expect(denial).toBeNull();
    expect(session?.claims).toMatchObject({ role: TOP_ROLE, plan: TOP_PLAN });
    expect(requests.list()).toHaveLength(2);
    expect(visitor.remembered).toEqual([user]);
  });

  test("refuses at once a role that was taken away, although the token still has it", async () => {
    await client.users.updateUserMetadata(user, { publicMetadata: { role: ROLES[0] } });
    expect((await fresh())[0]).toEqual({ kind: "forbidden", needs: { role: TOP_ROLE } });
  });

  test("gives nobody the role that they wrote into their own metadata", async () => {
    const own = { unsafeMetadata: { role: TOP_ROLE } };
    await client.users.updateUserMetadata(user, { publicMetadata: { role: null }, ...own });
    expect((await fresh())[0]).toEqual({ kind: "forbidden", needs: { role: TOP_ROLE } });
  });

  test("refuses the signed out, and whom the claims deny, without asking Clerk", async () => {
    holds({ onboardingComplete: true });
    expect((await fresh())[0]?.kind).toBe("forbidden");
    visitor.session = null;
    expect((await fresh())[0]).toEqual({ kind: "sign-in" });
    expect(requests.list()).toEqual([]);
  });

  test("refuses a session that was revoked, or is another user's, or unknown", async () => {
    await client.sessions.revokeSession(visitor.session?.sessionId ?? "");
    expect((await fresh())[0]).toEqual({ kind: "sign-in" });
    for (const sessionId of [await sessionOf(OTHER), "sess_unknown"]) {
      Object.assign(visitor.session ?? {}, { sessionId });
      expect((await fresh())[0]).toEqual({ kind: "sign-in" });
    }
  });

  test("refuses a user who is banned", async () => {
    await answerAs("banned");
    expect((await fresh())[0]).toEqual({ kind: "sign-in" });
    expect((await fresh())[0]).toBeNull();
  });

  test("keeps a user in whom a stranger's wrong passwords have locked", async () => {
    await answerAs("locked");
    expect((await fresh())[1]?.userId).toBe(user);
  });

  test.each([
    ["an outage", "GET /v1/users/*", { status: 503 }],
    ["an outage of sessions alone", "GET /v1/sessions/*", { status: 503 }],
    ["a rate limit", "GET /v1/users/*", { status: 429 }],
    ["a broken connection", "GET /v1/users/*", { dropConnection: true }],
    ["no answer", "GET /v1/sessions/*", { hang: true }],
  ])("fails closed at %s", async (_name, match, fault) => {
    faults.add({ match, ...fault });
    const [denial, session] = await fresh();
    expect(session).toBeNull();
    expect(denial?.kind).toBe("unconfirmed");
  });
});
