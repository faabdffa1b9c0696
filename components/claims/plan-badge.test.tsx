import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { PLANS } from "~/lib/auth/claims";
import { PlanBadge } from "./plan-badge";

test.each([
  ["free", "Free plan"],
  ["pro", "Pro plan"],
  ["enterprise", "Enterprise plan"],
] as const)("the %s plan is called %s", (plan, name) => {
  render(<PlanBadge plan={plan} />);
  expect(screen.getByText(name)).toBeInTheDocument();
});

test("no two plans look alike", () => {
  const looks = PLANS.map((plan) => {
    const { container } = render(<PlanBadge plan={plan} />);
    return container.firstElementChild?.className;
  });
  expect(new Set(looks).size).toBe(PLANS.length);
});
