import { describe, expect, test } from "vitest";
import { describeChanges } from "~/components/claims/describe-changes";
import type { Claims } from "~/lib/auth/claims";

const claims: Claims = { role: "user", plan: "free", onboardingComplete: true, teamId: null };

describe("describeChanges", () => {
  test("says nothing where nothing changed", () => {
    expect(describeChanges(claims, { ...claims })).toEqual([]);
  });

  test.each([
    [{ plan: "pro" } as const, "You are now on the Pro plan"],
    [{ role: "admin" } as const, "You now have the Admin role"],
    [{ teamId: "acme" }, "You're now on a team"],
    [{ onboardingComplete: false }, "Please finish onboarding again"],
  ])("tells of %o", (change, sentence) => {
    expect(describeChanges(claims, { ...claims, ...change })).toEqual([sentence]);
  });

  test("tells of what was taken away, and of each change by itself", () => {
    const before: Claims = { ...claims, role: "admin", plan: "enterprise", teamId: "acme" };
    expect(describeChanges(before, claims)).toEqual([
      "You now have the User role",
      "You are now on the Free plan",
      "You're no longer on a team",
    ]);
  });

  test("does not call the end of onboarding news", () => {
    expect(describeChanges({ ...claims, onboardingComplete: false }, claims)).toEqual([]);
  });
});
