import { describe, expect, test } from "vitest";
import { describeChanges } from "~/components/claims/describe-changes";
import {
  type Claims,
  LEAST_PRIVILEGE,
  PLAN_NAMES,
  PLANS,
  ROLE_NAMES,
  ROLES,
} from "~/lib/auth/claims";
import { TOP_PLAN, TOP_ROLE } from "~/tests/tools/highest.ts";

const claims: Claims = { ...LEAST_PRIVILEGE, onboardingComplete: true };
const least = LEAST_PRIVILEGE;

describe("describeChanges", () => {
  test("says nothing where nothing changed", () => {
    expect(describeChanges(claims, { ...claims })).toEqual([]);
  });

  test.each([
    ...PLANS.slice(1).map((plan) => [{ plan }, `You're now on the ${PLAN_NAMES[plan]} plan`]),
    ...ROLES.slice(1).map((role) => [{ role }, `You now have the ${ROLE_NAMES[role]} role`]),
    [{ teamId: "acme" }, "You're now on a team"],
    [{ onboardingComplete: false }, "Please finish onboarding again"],
  ] as [Partial<Claims>, string][])("tells of %o", (change, sentence) => {
    expect(describeChanges(claims, { ...claims, ...change })).toEqual([sentence]);
  });

  test("tells of what was taken away, and of each change by itself", () => {
    const before: Claims = { ...claims, role: TOP_ROLE, plan: TOP_PLAN, teamId: "acme" };
    expect(describeChanges(before, claims)).toEqual([
      `You now have the ${ROLE_NAMES[least.role]} role`,
      `You're now on the ${PLAN_NAMES[least.plan]} plan`,
      "You're no longer on a team",
    ]);
  });

  test("does not call the end of onboarding news", () => {
    expect(describeChanges({ ...claims, onboardingComplete: false }, claims)).toEqual([]);
  });
});
