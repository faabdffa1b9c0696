import { type LocalClerk, startLocalClerk } from "@claims-starter/local-clerk";
import { Faults, RequestLog } from "@claims-starter/local-service";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { PLANS, ROLES } from "~/lib/auth/claims";
import { createRootLogger } from "~/lib/logger";
import { TOP_PLAN, TOP_ROLE } from "~/tests/tools/highest.ts";

/** The real SDK against the local Clerk over HTTP: what is tested is what production does. */
const faults = new Faults();
const requests = new RequestLog();
const ID = "user_metadata_test";
const MANY = Array.from({ length: 20 }, (_, index) => `user_many_${index}`);

let clerk: LocalClerk;
let db: typeof import("~/lib/auth/user-metadata");
let client: Awaited<ReturnType<typeof import("@clerk/nextjs/server").clerkClient>>;
let lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  const person = (id: string) => ({
    id,
    email: `${id.replaceAll("_", "-")}@example.com`,
    password: "local-password-1",
  });
  clerk = await startLocalClerk({
    users: [{ ...person(ID), publicMetadata: { role: TOP_ROLE } }, ...MANY.map(person)],
    sessionClaims: {},
    faults,
    requests,
  });
  vi.stubEnv("CLERK_SECRET_KEY", clerk.secretKey);
  vi.stubEnv("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", clerk.publishableKey);
  vi.stubEnv("CLERK_API_URL", clerk.url);
  vi.stubEnv("NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED", "1");
  Object.assign(globalThis, {
    claimsStarterLogger: createRootLogger("trace", {
      write: (line) => lines.push(JSON.parse(line)),
    }),
  });
  db = await import("~/lib/auth/user-metadata");
  client = await (await import("@clerk/nextjs/server")).clerkClient();
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await clerk.close();
});

beforeEach(() => {
  lines = [];
  requests.clear();
});

afterEach(() => faults.clear());

const patches = () => requests.list().filter(({ method }) => method === "PATCH");

describe("updateUserMetadata", () => {
  test("merges: a write of plan leaves role alone, and null deletes a key", async () => {
    const [error, user] = await db.updateUserMetadata(ID, { plan: TOP_PLAN, teamId: "acme" });
    expect(error).toBeNull();
    expect(user?.publicMetadata).toEqual({ role: TOP_ROLE, plan: TOP_PLAN, teamId: "acme" });

    await db.updateUserMetadata(ID, { teamId: null });
    expect((await client.users.getUser(ID)).publicMetadata).toEqual({
      role: TOP_ROLE,
      plan: TOP_PLAN,
    });
  });

  test("is idempotent", async () => {
    await db.updateUserMetadata(ID, { plan: PLANS[0] });
    const [, again] = await db.updateUserMetadata(ID, { plan: PLANS[0] });
    expect(again?.publicMetadata).toMatchObject({ role: TOP_ROLE, plan: PLANS[0] });
  });

  test.each([
    [{ plan: "platinum" }, `plan must be one of ${PLANS.join(", ")}`],
    [{ role: "root" }, `role must be one of ${ROLES.join(", ")}`],
    [{ onboardingComplete: "yes" }, /onboardingComplete must be true or false/],
    [{ teamId: "a b" }, /teamId must be 1 to 64 letters/],
    [{ isAdmin: true }, /isAdmin is not a known field/],
    [{ billingId: "b_1" }, /billingId is not a known field/],
    [{ plan: undefined }, /plan/],
    [{}, /must change at least one field/],
    [null, /must be an object/],
    ["plan", /must be an object/],
    [JSON.parse('{"__proto__":{"role":"admin"}}'), /__proto__ is not a known field/],
  ])("refuses %j before it calls Clerk, naming what is wrong", async (patch, message) => {
    const [error, user] = await db.updateUserMetadata(ID, patch);
    expect(user).toBeNull();
    expect(error?.code).toBe("validation");
    expect(error?.message).toMatch(message);
    expect(requests.list()).toEqual([]);
  });

  test.each(["", "user_", "../users", "user_1/metadata", "user_1?x", null, 7])(
    "refuses the user id %j before it calls Clerk",
    async (id) => {
      const [error] = await db.updateUserMetadata(id as string, { plan: TOP_PLAN });
      expect(error?.code).toBe("validation");
      expect(error?.fieldErrors?.userId?.[0]).toMatch(/must be a Clerk user id/);
      expect(requests.list()).toEqual([]);
    },
  );

  test("says not-found for a user that does not exist, and does not try again", async () => {
    const [error] = await db.updateUserMetadata("user_nobody", { plan: TOP_PLAN });
    expect(error).toMatchObject({ code: "not-found", isRetryable: false });
    expect(patches()).toHaveLength(1);
  });

  test.each([
    [401, "unauthenticated"],
    [403, "permission-denied"],
    [404, "not-found"],
    [409, "conflict"],
    [422, "validation"],
  ])("maps %i to %s", async (status, code) => {
    faults.add({ match: "PATCH /v1/users/*", status });
    const [error] = await db.updateUserMetadata(ID, { plan: TOP_PLAN });
    expect(error?.code).toBe(code);
  });

  test("tries again after 500, 502 and 503, and succeeds", async () => {
    for (const status of [500, 502, 503]) faults.add({ match: "PATCH *", status, times: 1 });
    const [error, user] = await db.updateUserMetadata(ID, { plan: TOP_PLAN });
    expect(error).toBeNull();
    expect(user?.publicMetadata.plan).toBe(TOP_PLAN);
    expect(patches()).toHaveLength(4);
  });

  test("gives up after a bounded number of tries", async () => {
    faults.add({ match: "PATCH *", status: 500 });
    const [error] = await db.updateUserMetadata(ID, { plan: TOP_PLAN });
    expect(error).toMatchObject({ code: "unavailable", isRetryable: true });
    expect(patches()).toHaveLength(4);
  });

  test("waits as long as Retry-After asks, then succeeds", async () => {
    faults.add({ match: "PATCH *", status: 429, headers: { "retry-after": "1" }, times: 1 });
    const started = performance.now();
    const [error] = await db.updateUserMetadata(ID, { plan: TOP_PLAN });
    expect(error).toBeNull();
    expect(performance.now() - started).toBeGreaterThanOrEqual(1_000);
  });

  test("answers at once when Retry-After asks for longer than its deadline", async () => {
    faults.add({ match: "PATCH *", status: 429, headers: { "retry-after": "60" } });
    const started = performance.now();
    const [error] = await db.updateUserMetadata(ID, { plan: TOP_PLAN });
    expect(error).toMatchObject({ code: "rate-limited", retryAfterMs: 60_000 });
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(patches()).toHaveLength(1);
  });

  test("does not wait longer than its deadline for a Clerk that hangs", {
    timeout: 15_000,
  }, async () => {
    faults.add({ match: "PATCH *", hang: true });
    const started = performance.now();
    const [error] = await db.updateUserMetadata(ID, { plan: TOP_PLAN });
    expect(error).toMatchObject({ code: "deadline-exceeded", isRetryable: true });
    expect(performance.now() - started).toBeLessThan(7_000);
  });

  test("tries again when one call hangs", { timeout: 15_000 }, async () => {
    faults.add({ match: "PATCH *", hang: true, times: 1 });
    const [error, user] = await db.updateUserMetadata(ID, { plan: TOP_PLAN });
    expect(error).toBeNull();
    expect(user?.publicMetadata.plan).toBe(TOP_PLAN);
  });

  test("tries again after a dropped connection", async () => {
    faults.add({ match: "PATCH *", dropConnection: true, times: 1 });
    expect((await db.updateUserMetadata(ID, { plan: PLANS[0] }))[0]).toBeNull();
    faults.add({ match: "PATCH *", dropConnection: true });
    const [error] = await db.updateUserMetadata(ID, { plan: TOP_PLAN });
    expect(error).toMatchObject({ code: "unavailable", isRetryable: true });
  });

  test("takes an answer that is no JSON for an unavailable service", async () => {
    faults.add({ match: "PATCH *", status: 200, body: "{not json" });
    const [error] = await db.updateUserMetadata(ID, { plan: TOP_PLAN });
    expect(error).toMatchObject({ code: "unavailable", isRetryable: true });
  });

  test("loses none of the concurrent writes of different keys to each of 20 users", async () => {
    const writes = MANY.flatMap((id) => [
      db.updateUserMetadata(id, { role: TOP_ROLE }),
      db.updateUserMetadata(id, { plan: TOP_PLAN }),
      db.updateUserMetadata(id, { onboardingComplete: true }),
      db.updateUserMetadata(id, { teamId: `team-${id}` }),
    ]);
    for (const [error] of await Promise.all(writes)) expect(error).toBeNull();
    const { data } = await client.users.getUserList({ userId: MANY, limit: 100 });
    expect(data).toHaveLength(MANY.length);
    for (const user of data) {
      expect(user.publicMetadata).toEqual({
        role: TOP_ROLE,
        plan: TOP_PLAN,
        onboardingComplete: true,
        teamId: `team-${user.id}`,
      });
    }
  });

  test("logs one structured line, by field names and never by values", async () => {
    await db.updateUserMetadata(ID, { plan: TOP_PLAN });
    expect(lines.at(-1)).toMatchObject({
      level: "info",
      module: "user-db",
      userId: ID,
      fields: ["plan"],
    });
    faults.add({ match: "PATCH *", status: 404 });
    await db.updateUserMetadata(ID, { plan: TOP_PLAN });
    expect(lines.at(-1)).toMatchObject({
      level: "warn",
      module: "user-db",
      userId: ID,
      errorCode: "not-found",
      isRetryable: false,
    });
  });
});

describe("updatePrivateMetadata", () => {
  const secret = "remember the milk";

  test("merges into private metadata and leaves public metadata alone", async () => {
    const before = (await client.users.getUser(ID)).publicMetadata;
    await db.updatePrivateMetadata(ID, { internalNotes: secret, apiQuotaOverride: 50 });
    const [, user] = await db.updatePrivateMetadata(ID, {
      billingId: "bill_1",
      apiQuotaOverride: null,
    });
    expect(user?.privateMetadata).toEqual({ internalNotes: secret, billingId: "bill_1" });
    expect(user?.publicMetadata).toEqual(before);
  });

  test.each([
    [{ apiQuotaOverride: -1 }, /apiQuotaOverride Enter a whole number/],
    [{ apiQuotaOverride: 1.5 }, /apiQuotaOverride Enter a whole number/],
    [{ internalNotes: "x".repeat(2_001) }, /internalNotes Keep the notes under 2,000/],
    [{ role: TOP_ROLE }, /role is not a known field/],
  ])("refuses %j", async (patch: object, message) => {
    const [error] = await db.updatePrivateMetadata(ID, patch);
    expect(error?.code).toBe("validation");
    expect(error?.message).toMatch(message);
  });

  test("no log line ever holds a value, whether the write succeeds or fails", async () => {
    await db.updatePrivateMetadata(ID, { internalNotes: secret });
    faults.add({
      match: "PATCH *",
      status: 422,
      body: { errors: [{ code: "x", message: secret }] },
    });
    await db.updatePrivateMetadata(ID, { internalNotes: secret });
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.filter(({ level }) => level !== "debug")).toHaveLength(2);
    expect(lines.at(-1)).toMatchObject({ err: { code: "validation", cause: { apiCodes: ["x"] } } });
    expect(JSON.stringify(lines)).not.toContain(secret);
  });
});
