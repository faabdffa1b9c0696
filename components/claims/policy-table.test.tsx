import { render, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { PolicyTable } from "~/components/claims/policy-table";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import { POLICY } from "~/lib/auth/policy";

const rowOf = (path: string) => screen.getByRole("row", { name: new RegExp(`^${path}\\b`) });

test("has a row for each path of the policy, with the role and the plan it asks for", () => {
  render(<PolicyTable caption="Policy" />);
  expect(screen.getByRole("table", { name: "Policy" })).toBeVisible();
  expect(screen.getAllByRole("row")).toHaveLength(Object.keys(POLICY).length + 1);
  expect(rowOf("/audit")).toHaveTextContent("OnboardedAdminEnterprise plan");
  expect(screen.queryByRole("columnheader", { name: "You" })).toBeNull();
});

test("says for somebody's claims which gates are open, and what the others need", () => {
  const claims = { ...LEAST_PRIVILEGE, onboardingComplete: true, plan: "pro" } as const;
  render(<PolicyTable caption="Policy" claims={claims} />);
  expect(within(rowOf("/reports")).getByText("Open")).toBeVisible();
  expect(within(rowOf("/moderation")).getByText("Moderator access required")).toBeVisible();
  expect(screen.queryByText("Signed requests")).toBeNull();
});
