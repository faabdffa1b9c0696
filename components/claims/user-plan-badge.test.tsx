import { useAuth } from "@clerk/nextjs";
import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { PLAN_NAMES, PLANS } from "~/lib/auth/claims";
import { TOP_PLAN } from "~/tests/tools/highest.ts";
import { UserPlanBadge } from "./user-plan-badge";

// Clerk's hook reads a context that only its script in a real browser fills.
vi.mock("@clerk/nextjs", () => ({ useAuth: vi.fn() }));

/** What the hook answers: loading, signed out (null), or a token with these claims. */
function clerkAnswers(answer: "loading" | null | { metadata: unknown }) {
  const state =
    answer === "loading"
      ? { isLoaded: false, sessionClaims: undefined }
      : { isLoaded: true, sessionClaims: answer };
  // Of all that the hook answers, this component reads the token alone.
  vi.mocked(useAuth).mockReturnValue(state as unknown as ReturnType<typeof useAuth>);
}

test("holds its place with a skeleton while Clerk loads", () => {
  clerkAnswers("loading");
  render(<UserPlanBadge />);
  expect(screen.getByRole("status", { name: "Loading plan" })).toBeInTheDocument();
  expect(screen.queryByText(/plan$/)).not.toBeInTheDocument();
});

test("shows the plan once Clerk has loaded, and the skeleton no longer", () => {
  clerkAnswers("loading");
  const { rerender } = render(<UserPlanBadge />);
  clerkAnswers({ metadata: { plan: TOP_PLAN } });
  rerender(<UserPlanBadge />);
  expect(screen.getByText(`${PLAN_NAMES[TOP_PLAN]} plan`)).toBeInTheDocument();
  expect(screen.queryByRole("status")).not.toBeInTheDocument();
});

test.each([[{}], [null], [{ plan: "platinum" }], [{ plan: [TOP_PLAN] }]])(
  "metadata %j, which names no plan, counts as the smallest",
  (metadata) => {
    clerkAnswers({ metadata });
    render(<UserPlanBadge />);
    expect(screen.getByText(`${PLAN_NAMES[PLANS[0]]} plan`)).toBeInTheDocument();
  },
);

test("shows nothing to a visitor who is signed out", () => {
  clerkAnswers(null);
  const { container } = render(<UserPlanBadge />);
  expect(container).toBeEmptyDOMElement();
});
