import type { LocalClerk } from "@claims-starter/local-clerk";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { check } from "~/lib/access/check";
import { parseClaims } from "~/lib/auth/claims";
import type { GatedPath } from "~/lib/auth/policy";
import { arrive, faults, ORGANIZATION, requests, startVisit, USER, visitor } from "./visitor.ts";

vi.mock("~/lib/auth/session", async (original) => ({
  ...(await original<typeof import("~/lib/auth/session")>()),
  getSession: async () => visitor.session,
}));
vi.mock("~/lib/auth/remember-claims", () => ({
  rememberClaims: async (_user: unknown, claims: never) => visitor.remembered.push(claims),
}));

/** A key of this test's own, for whom has paid. */
const PAYING = "/of-this-test" as GatedPath;
vi.mock("~/lib/auth/policy", async (original) => {
  const policy = await original<typeof import("~/lib/auth/policy")>();
  const rule = { who: "onboarded", plan: "pro" } as const;
  const decide: typeof policy.decide = (path, claims) =>
    path === PAYING ? policy.decideRule(rule, claims) : policy.decide(path, claims);
  return { ...policy, decide };
});

let clerk: LocalClerk;
beforeAll(async () => {
  clerk = await startVisit();
});
afterAll(() => clerk.close());

const OF_USER = `GET /v1/users/${USER}/billing/subscription`;
const OF_ORGANIZATION = `GET /v1/organizations/${ORGANIZATION}/billing/subscription`;
const o = { id: ORGANIZATION, rol: "member" };

/** The plans of a subscription, as Clerk's Backend API answers. */
function isNow(match: string, ...plans: [slug: string, status: string][]): void {
  const amount = { amount: 0, amount_formatted: "0.00", currency: "usd", currency_symbol: "$" };
  const subscription_items = plans.map(([slug, status]) => ({
    object: "commerce_subscription_item",
    id: `item_${slug}`,
    status,
    amount,
    plan: { object: "commerce_plan", id: `plan_${slug}`, slug, name: slug, fee: amount },
  }));
  const body = { object: "commerce_subscription", id: "sub_1", status: "active" };
  faults.add({ match, status: 200, body: { ...body, subscription_items } });
}

const calls = () => requests.list().map(({ method, path }) => `${method} ${path}`);

describe("the token", () => {
  test.each([
    [{ pla: "u:pro" }, "pro"],
    [{ pla: "u:free_user" }, "free"],
    [{ pla: "o:enterprise", o }, "enterprise"],
    [{ pla: "o:free_org,u:pro", o }, "free"],
    [{ pla: "o:pro,u:free_user" }, "free"],
  ])("%j has the plan %s", async (payload, plan) => {
    const metadata = { plan: "enterprise", onboardingComplete: true };
    const { claims, token } = await arrive({ metadata, ...payload }, clerk);
    expect(claims).toMatchObject({ plan, onboardingComplete: true });
    expect(token.rejected).toEqual([]);
  });

  test("without a plan of Clerk's leaves the one of public metadata", async () => {
    const metadata = { plan: "pro", onboardingComplete: true };
    for (const payload of [{}, { pla: "" }]) {
      expect((await arrive({ metadata, ...payload }, clerk)).claims.plan).toBe("pro");
    }
  });

  test("with a plan that isn't listed has the smallest, and reports it", async () => {
    const { claims, token } = await arrive({ pla: "u:gold" }, clerk);
    expect(claims.plan).toBe("free");
    expect(token.rejected).toEqual(["plan"]);
    expect(parseClaims({ pla: "u:pro" })).toMatchObject({
      customized: false,
      claims: { plan: "free" },
    });
  });
});

describe("the check", () => {
  test("lets in who has paid, without a call", async () => {
    await arrive({ pla: "u:pro" }, clerk);
    expect((await check(PAYING, { askBeforeDenying: true }))[0]).toBeNull();
    expect(calls()).toEqual([]);
  });

  test.each([
    ["the user", OF_USER, { pla: "u:free_user" }],
    ["the organization", OF_ORGANIZATION, { pla: "o:free_org", o }],
  ])("asks for the subscription of %s before it denies, and remembers it", async (_, of, token) => {
    await arrive(token, clerk);
    isNow(of, ["free_user", "ended"], ["pro", "active"]);
    const [denial, session] = await check(PAYING, { askBeforeDenying: true });
    expect(denial).toBeNull();
    expect(session?.claims.plan).toBe("pro");
    expect(visitor.remembered).toEqual([session?.claims]);
    expect(calls()).toEqual([`GET /v1/users/${USER}`, of]);
  });

  test.each(["ended", "past_due", "upcoming"])(
    "denies at once with `fresh` when the plan is %s, although the token has it",
    async (status) => {
      await arrive({ pla: "u:pro" }, clerk);
      isNow(OF_USER, ["pro", status]);
      const [denial] = await check(PAYING, { fresh: true });
      expect(denial).toEqual({ kind: "forbidden", needs: { plan: "pro" } });
    },
  );

  test("fails closed when Clerk doesn't say", async () => {
    await arrive({ pla: "u:pro" }, clerk);
    faults.add({ match: OF_USER, status: 503 });
    expect((await check(PAYING, { fresh: true }))[0]).toEqual({ kind: "unconfirmed" });
  });
});
