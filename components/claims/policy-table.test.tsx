import { render, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { PolicyTable } from "~/components/claims/policy-table";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import { POLICY, type Rule } from "~/lib/auth/policy";

/** A path of the policy that asks for these, while there is one. */
function pathFor(role?: string, plan?: string): string | undefined {
  const all = Object.entries<Rule>(POLICY);
  return all.find(([, rule]) => {
    return rule.who === "onboarded" && rule.role === role && rule.plan === plan;
  })?.[0];
}
const both = pathFor("admin", "enterprise");
const pro = pathFor(undefined, "pro");
const moderators = pathFor("moderator");

const rowOf = (path: string) => screen.getByRole("row", { name: new RegExp(`^${path}\\b`) });

test("has a row for each path of the policy, with the role and the plan it asks for", () => {
  render(<PolicyTable caption="Policy" />);
  expect(screen.getByRole("table", { name: "Policy" })).toBeVisible();
  expect(screen.getAllByRole("row")).toHaveLength(Object.keys(POLICY).length + 1);
  if (both) expect(rowOf(both)).toHaveTextContent("OnboardedAdminEnterprise plan");
  expect(screen.queryByRole("columnheader", { name: "You" })).toBeNull();
});

test("says for somebody's claims which gates are open, and what the others need", () => {
  const claims = { ...LEAST_PRIVILEGE, onboardingComplete: true, plan: "pro" } as const;
  render(<PolicyTable caption="Policy" claims={claims} />);
  expect(within(rowOf("/dashboard")).getByText("Open")).toBeVisible();
  if (pro) expect(within(rowOf(pro)).getByText("Open")).toBeVisible();
  if (moderators) {
    expect(within(rowOf(moderators)).getByText("Moderator access required")).toBeVisible();
  }
  expect(screen.queryByText("Signed requests")).toBeNull();
});
