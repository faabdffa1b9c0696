import { render, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { Gate } from "~/components/claims/gate";
import type { Claims } from "~/lib/auth/claims";

const useAuth = vi.hoisted(() => vi.fn());
vi.mock("@clerk/nextjs", () => ({ useAuth }));

const onboarded: Partial<Claims> = { onboardingComplete: true };

function signedIn(metadata: unknown) {
  useAuth.mockReturnValue({ isLoaded: true, isSignedIn: true, sessionClaims: { metadata } });
}

function show() {
  render(
    <Gate path="/reports" fallback="upgrade">
      reports
    </Gate>,
  );
}

beforeEach(() => useAuth.mockReset());

test("shows the children to whom the policy lets in", () => {
  signedIn({ ...onboarded, plan: "enterprise" });
  show();
  expect(screen.getByText("reports")).toBeInTheDocument();
});

test.each([
  ["a lower plan", { ...onboarded, plan: "free" }],
  ["somebody not onboarded", { plan: "pro" }],
  ["a plan nobody knows", { ...onboarded, plan: "platinum" }],
  ["no claims at all", undefined],
])("shows the fallback to %s", (_who, metadata) => {
  signedIn(metadata);
  show();
  expect(screen.getByText("upgrade")).toBeInTheDocument();
  expect(screen.queryByText("reports")).toBeNull();
});

test("shows the fallback while Clerk loads, and to the signed out", () => {
  useAuth.mockReturnValue({ isLoaded: false });
  show();
  useAuth.mockReturnValue({ isLoaded: true, isSignedIn: false });
  show();
  expect(screen.getAllByText("upgrade")).toHaveLength(2);
  expect(screen.queryByText("reports")).toBeNull();
});
