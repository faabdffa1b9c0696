import { describe, expect, test } from "vitest";
import { describeNeeds } from "~/lib/access/denial";
import {
  type Claims,
  LEAST_PRIVILEGE,
  PLAN_NAMES,
  PLANS,
  ROLE_NAMES,
  ROLES,
} from "~/lib/auth/claims";
import {
  assertRule,
  decide,
  decideRule,
  findPath,
  POLICY,
  type PolicyPath,
  type Rule,
} from "~/lib/auth/policy";
import { gainedWith, navigationFor } from "~/lib/navigation";
import { TOP_PLAN, TOP_ROLE } from "~/tests/tools/highest.ts";

/*
 * This holds for whatever roles, plans and paths the app has, so it names none: change
 * lib/auth/claims.ts and the table, not this file.
 */
const onboarded: Claims = { ...LEAST_PRIVILEGE, onboardingComplete: true };
const mighty: Claims = { ...onboarded, role: TOP_ROLE, plan: TOP_PLAN };
// The highest is never the lowest, which a rule doesn't name.
const strict = { who: "onboarded", role: TOP_ROLE, plan: TOP_PLAN } as Rule;
const keys = Object.keys(POLICY) as PolicyPath[];

describe("decideRule", () => {
  test("lets anyone in where anyone may, and nobody signed out anywhere else", () => {
    expect(decideRule({ who: "anyone" }, null).kind).toBe("allow");
    expect(decideRule({ who: "signed-in" }, null).kind).toBe("sign-in");
    expect(decideRule(strict, null).kind).toBe("sign-in");
  });

  test("asks for onboarding before it looks at role and plan", () => {
    const early: Claims = { ...mighty, onboardingComplete: false };
    expect(decideRule(strict, early).kind).toBe("onboarding");
    expect(decideRule({ who: "signed-in" }, early).kind).toBe("allow");
  });

  test("ranks roles and plans: one that is higher meets a lower rule, never the other way", () => {
    for (const [order, field] of [
      [ROLES, "role"],
      [PLANS, "plan"],
    ] as const) {
      order.forEach((wanted, wantedRank) => {
        order.forEach((has, rank) => {
          const rule = { who: "onboarded", [field]: wanted } as Rule;
          const { kind } = decideRule(rule, { ...onboarded, [field]: has });
          expect(kind, `${has} against ${wanted}`).toBe(rank >= wantedRank ? "allow" : "forbidden");
        });
      });
    }
  });

  test("asks for all parts of a combined rule and names each that is missing", () => {
    const needs = { role: TOP_ROLE, plan: TOP_PLAN };
    expect(decideRule(strict, onboarded)).toEqual({ kind: "forbidden", needs });
    expect(decideRule(strict, { ...onboarded, role: TOP_ROLE })).toEqual({
      kind: "forbidden",
      needs: { plan: TOP_PLAN },
    });
    expect(decideRule(strict, mighty).kind).toBe("allow");
  });
});

describe("the table", () => {
  test.each(["//", "", "/no/such%2Fpage", "constructor", "__proto__"])(
    "has no rule for %j, so nobody may open it",
    (path) => {
      expect(findPath(path)).toBeUndefined();
      expect(decide(findPath(path), mighty).kind).toBe("no-rule");
    },
  );

  test("has each path at its own address, in one spelling", () => {
    for (const key of keys.filter((path) => !path.includes("[") && path !== "/")) {
      expect(findPath(key)).toBe(key);
      for (const other of [key.toUpperCase(), `${key}/`, `/${key}`, `${key}%2f`, `${key}/%2e`]) {
        expect(findPath(other), other).not.toBe(key);
      }
    }
  });

  test("decides by a key as by its rule", () => {
    for (const key of keys) {
      for (const claims of [null, LEAST_PRIVILEGE, onboarded, mighty]) {
        expect(decide(key, claims)).toEqual(decideRule(POLICY[key], claims));
      }
    }
  });
});

test("a path without a rule is an error that says what to add", () => {
  expect(() => assertRule("/no-such/[id]")).toThrow(
    'No rule for /no-such/[id]: add it to POLICY in lib/auth/policy.ts, for example "/no-such/[id]": { who: "onboarded" }.',
  );
  for (const key of keys) expect(() => assertRule(key)).not.toThrow();
});

test("a path that another key covers is an error that names the key", () => {
  for (const key of keys.filter((path) => !path.includes("[") && path !== "/")) {
    expect(() => assertRule(`${key}/icon`)).toThrow(`Its rule is that of "${key}": write that.`);
  }
});

test("the navigation lists what a visitor may open and nothing else", () => {
  expect(navigationFor(null)).toEqual([]);
  expect(navigationFor(LEAST_PRIVILEGE)).toEqual([]);
  for (const role of ROLES) {
    for (const plan of PLANS) {
      const claims: Claims = { ...onboarded, role, plan };
      const listed = navigationFor(claims).map(({ path }) => path);
      const named = Object.entries<Rule>(POLICY).filter(([, rule]) => "nav" in rule);
      const allowed = named.filter(([, rule]) => decideRule(rule, claims).kind === "allow");
      expect(listed).toEqual(allowed.map(([path]) => path));
    }
  }
});

test("a denial says what is missing", () => {
  const [role, plan] = [ROLE_NAMES[TOP_ROLE], PLAN_NAMES[TOP_PLAN]];
  expect(describeNeeds({ role: TOP_ROLE })).toBe(`${role} access required`);
  expect(describeNeeds({ plan: TOP_PLAN })).toBe(`${plan} plan required`);
  expect(describeNeeds({ role: TOP_ROLE, plan: TOP_PLAN })).toBe(
    `${role} access and the ${plan} plan required`,
  );
});

test("what a visitor would gain is read off the table", () => {
  const labels = (claims: Claims) => navigationFor(claims).map(({ label }) => label);
  for (const needs of [{ role: TOP_ROLE }, { plan: TOP_PLAN }]) {
    const now = labels(onboarded);
    const then = labels({ ...onboarded, ...needs });
    expect(gainedWith(needs, onboarded)).toEqual(then.filter((label) => !now.includes(label)));
    expect(gainedWith(needs, mighty)).toEqual([]);
  }
});
