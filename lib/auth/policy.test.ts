import { describe, expect, test } from "vitest";
import { describeNeeds } from "~/lib/access/denial";
import { type Claims, LEAST_PRIVILEGE, PLANS, ROLES } from "~/lib/auth/claims";
import { assertRule, decide, decideRule, findRule, POLICY, type Rule } from "~/lib/auth/policy";
import { gainedWith, navigationFor } from "~/lib/navigation";

const onboarded: Claims = { ...LEAST_PRIVILEGE, onboardingComplete: true };

describe("decideRule", () => {
  test("lets anyone in where anyone may, and nobody signed out anywhere else", () => {
    expect(decideRule({ who: "anyone" }, null).kind).toBe("allow");
    expect(decideRule({ who: "signed-in" }, null).kind).toBe("sign-in");
    expect(decideRule({ who: "onboarded", role: "admin" }, null).kind).toBe("sign-in");
  });

  test("asks for onboarding before it looks at role and plan", () => {
    const admin: Claims = { ...LEAST_PRIVILEGE, role: "admin", plan: "enterprise" };
    expect(decideRule({ who: "onboarded", role: "admin" }, admin).kind).toBe("onboarding");
    expect(decideRule({ who: "signed-in" }, admin).kind).toBe("allow");
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
    const rule: Rule = { who: "onboarded", role: "admin", plan: "enterprise" };
    expect(decideRule(rule, onboarded)).toEqual({
      kind: "forbidden",
      needs: { role: "admin", plan: "enterprise" },
    });
    expect(decideRule(rule, { ...onboarded, role: "admin" })).toEqual({
      kind: "forbidden",
      needs: { plan: "enterprise" },
    });
    const both: Claims = { ...onboarded, role: "admin", plan: "enterprise" };
    expect(decideRule(rule, both).kind).toBe("allow");
  });
});

describe("findRule", () => {
  test.each([
    "/nowhere",
    "/ADMIN",
    "/%61dmin",
    "//admin",
    "/dashboard/",
    "/dashboard/secret",
    "",
    "admin",
  ])("knows no rule for %j", (path) => {
    expect(findRule(path)).toBeUndefined();
    expect(decide(path, { ...onboarded, role: "admin" }).kind).toBe("no-rule");
  });

  test("covers what is below a rule with subpaths, and nothing that only looks like it", () => {
    expect(findRule("/onboarding/team")?.path).toBe("/onboarding");
    expect(findRule("/admin/user_1")?.path).toBe("/admin");
    expect(findRule("/onboarding-team")).toBeUndefined();
    expect(findRule("/administrator")).toBeUndefined();
  });

  test("reads no rule off the prototype", () => {
    expect(findRule("constructor")).toBeUndefined();
    expect(findRule("__proto__")).toBeUndefined();
  });
});

test("a path without a rule is an error that says what to add", () => {
  expect(() => assertRule("/no-such-page")).toThrow(
    'No rule for /no-such-page: add it to POLICY in lib/auth/policy.ts, for example "/no-such-page": { who: "onboarded" }.',
  );
  expect(() => assertRule("/admin/user_1")).not.toThrow();
});

test("the navigation lists what a visitor may open and nothing else", () => {
  expect(navigationFor(null)).toEqual([]);
  expect(navigationFor(LEAST_PRIVILEGE)).toEqual([]);
  for (const role of ROLES) {
    for (const plan of PLANS) {
      const claims: Claims = { ...onboarded, role, plan };
      const listed = navigationFor(claims).map(({ path }) => path);
      const named = Object.entries<Rule>(POLICY).filter(([, rule]) => "nav" in rule);
      const allowed = named.filter(([path]) => decide(path, claims).kind === "allow");
      expect(listed).toEqual(allowed.map(([path]) => path));
    }
  }
});

test("a denial says what is missing", () => {
  expect(describeNeeds({ role: "admin" })).toBe("Admin access required");
  expect(describeNeeds({ plan: "pro" })).toBe("Pro plan required");
  expect(describeNeeds({ role: "moderator", plan: "pro" })).toBe(
    "Moderator access and the Pro plan required",
  );
});

test("what a plan would bring is read off the table", () => {
  expect(gainedWith({ plan: "pro" }, onboarded)).toEqual(["Reports"]);
  expect(gainedWith({ role: "admin" }, { ...onboarded, plan: "enterprise" })).toEqual([
    "Moderation",
    "Admin",
    "Audit",
  ]);
  expect(gainedWith({ plan: "pro" }, { ...onboarded, plan: "pro" })).toEqual([]);
});
