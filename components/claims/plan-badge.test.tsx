import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { PLAN_NAMES, PLANS } from "~/lib/auth/claims";
import { PlanBadge } from "./plan-badge";

test.each(PLANS)("the plan %s is called by its name", (plan) => {
  render(<PlanBadge plan={plan} />);
  expect(screen.getByText(`${PLAN_NAMES[plan]} plan`)).toBeInTheDocument();
});

test("no two plans look alike", () => {
  const looks = PLANS.map((plan) => {
    const { container } = render(<PlanBadge plan={plan} />);
    return container.firstElementChild?.className;
  });
  expect(new Set(looks).size).toBe(PLANS.length);
});
