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

/** A key of this test's own: the examples, which have pages for admins, are gone. */
const ADMINS = "/of-this-test" as GatedPath;
vi.mock("~/lib/auth/policy", async (original) => {
  const policy = await original<typeof import("~/lib/auth/policy")>();
  const rule = { who: "onboarded", role: "admin" } as const;
  const decide: typeof policy.decide = (path, claims) =>
    path === ADMINS ? policy.decideRule(rule, claims) : policy.decide(path, claims);
  return { ...policy, decide };
});

let clerk: LocalClerk;
beforeAll(async () => {
  clerk = await startVisit();
});
afterAll(() => clerk.close());

const MEMBERSHIPS = `GET /v1/organizations/${ORGANIZATION}/memberships`;
const active = (rol: string) => ({ o: { id: ORGANIZATION, slg: "acme", rol } });

/** What Clerk says of the visitor's membership. */
function isNow(role: string | null): void {
  const user = { public_user_data: { user_id: USER } };
  const organization = { object: "organization", id: ORGANIZATION, name: "Acme", slug: "acme" };
  const membership = { object: "organization_membership", id: "orgmem_1", role, organization };
  const data = role ? [{ ...membership, ...user }] : [];
  faults.add({ match: MEMBERSHIPS, status: 200, body: { data, total_count: data.length } });
}

const calls = () => requests.list().map(({ method, path }) => `${method} ${path}`);

describe("the token", () => {
  test("gives the role and the team of the organization that is active", async () => {
    const { claims } = await arrive(active("admin"), clerk);
    expect(claims).toMatchObject({ role: "admin", teamId: ORGANIZATION, onboardingComplete: true });
    expect((await arrive(active("member"), clerk)).claims.role).toBe("user");
  });

  test("wins over public metadata, which counts without an organization", async () => {
    const metadata = { role: "admin", onboardingComplete: true };
    expect((await arrive({ metadata, ...active("member") }, clerk)).claims.role).toBe("user");
    const { claims } = await arrive({ metadata }, clerk);
    expect(claims).toMatchObject({ role: "admin", teamId: null });
  });

  test.each([
    ["billing", "a role that isn't listed"],
    ["org:admin", "another spelling"],
  ])("falls to least privilege at %s, %s, and reports it", async (rol) => {
    const { claims, token } = await arrive(active(rol), clerk);
    expect(claims.role).toBe("user");
    expect(token.rejected).toEqual(["role"]);
  });

  test("still tells a session token that was never customized", () => {
    expect(parseClaims(active("admin"))).toMatchObject({
      customized: false,
      claims: { role: "user" },
    });
  });
});

describe("the check", () => {
  test("lets an admin in without a call", async () => {
    await arrive(active("admin"), clerk);
    expect((await check(ADMINS, { askBeforeDenying: true }))[0]).toBeNull();
    expect(calls()).toEqual([]);
  });

  test("asks for the membership before it denies, and remembers a better role", async () => {
    await arrive(active("member"), clerk);
    isNow("org:admin");
    const [denial, session] = await check(ADMINS, { askBeforeDenying: true });
    expect(denial).toBeNull();
    expect(session?.claims).toMatchObject({ role: "admin", teamId: ORGANIZATION });
    expect(visitor.remembered).toEqual([session?.claims]);
    expect(calls()).toEqual([`GET /v1/users/${USER}`, MEMBERSHIPS]);
  });

  test("denies a member, whom Clerk calls one as well", async () => {
    await arrive(active("member"), clerk);
    isNow("org:member");
    const [denial] = await check(ADMINS, { askBeforeDenying: true });
    expect(denial).toEqual({ kind: "forbidden", needs: { role: "admin" } });
    expect(visitor.remembered).toEqual([]);
  });

  test.each([["org:member"], [null]])(
    "takes %s at once with `fresh`, although the token says admin",
    async (role) => {
      await arrive(active("admin"), clerk);
      isNow(role);
      const [denial] = await check(ADMINS, { fresh: true });
      expect(denial).toEqual({ kind: "forbidden", needs: { role: "admin" } });
    },
  );

  test("fails closed when Clerk doesn't say", async () => {
    await arrive(active("admin"), clerk);
    faults.add({ match: MEMBERSHIPS, status: 503 });
    expect((await check(ADMINS, { fresh: true }))[0]).toEqual({ kind: "unconfirmed" });
    await arrive(active("member"), clerk);
    faults.add({ match: MEMBERSHIPS, status: 503 });
    expect((await check(ADMINS, { askBeforeDenying: true }))[0]?.kind).toBe("forbidden");
  });
});
