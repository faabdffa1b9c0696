import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { LEAST_PRIVILEGE, ROLES } from "~/lib/auth/claims";
import { AdminPanel } from "./admin-panel";

const onboarded = { ...LEAST_PRIVILEGE, onboardingComplete: true };

test("leads an admin to the users", () => {
  render(<AdminPanel claims={{ ...onboarded, role: "admin" }} />);
  expect(screen.getByRole("region", { name: "Administration" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Manage users" })).toHaveAttribute("href", "/admin");
});

test.each(ROLES.filter((role) => role !== "admin"))("shows nothing to a %s", (role) => {
  const { container } = render(<AdminPanel claims={{ ...onboarded, role, plan: "enterprise" }} />);
  expect(container).toBeEmptyDOMElement();
});

test("shows nothing to an admin who is not onboarded, whom /admin would refuse", () => {
  const { container } = render(<AdminPanel claims={{ ...LEAST_PRIVILEGE, role: "admin" }} />);
  expect(container).toBeEmptyDOMElement();
});
