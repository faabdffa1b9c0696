import { render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import NotFound from "./not-found";

afterEach(() => vi.unstubAllEnvs());

test("tells the developer of a page without a rule where the rule goes", () => {
  vi.stubEnv("NODE_ENV", "development");
  render(<NotFound />);
  expect(screen.getByText(/Just added this page\?/)).toHaveTextContent(
    "Add its path to POLICY in lib/auth/policy.ts",
  );
});

test("says nothing of it to visitors, and leads them on", () => {
  vi.stubEnv("NODE_ENV", "production");
  render(<NotFound />);
  expect(screen.getByRole("heading", { name: "Page not found" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Back to home" })).toHaveAttribute("href", "/");
  expect(screen.queryByText(/POLICY/)).not.toBeInTheDocument();
});
