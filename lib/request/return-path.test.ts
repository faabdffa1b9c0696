import { describe, expect, test } from "vitest";
import { safeReturnPath, withReturnPath } from "~/lib/request/return-path";

describe("safeReturnPath", () => {
  test.each(["/dashboard", "/dashboard?tab=claims&x=1", "/", "/onboarding/team"])(
    "keeps %j",
    (path) => {
      expect(safeReturnPath(path)).toBe(path);
    },
  );

  test("drops what a failed handshake left, and leaves the rest as it was written", () => {
    const handshakes = "__clerk_handshake=a.b.c&__clerk_handshake_nonce=n&__clerk_db_jwt=dvb_1";
    expect(safeReturnPath(`/dashboard?${handshakes}`)).toBe("/dashboard");
    expect(safeReturnPath(`/dashboard?tab=a&${handshakes}`)).toBe("/dashboard?tab=a");
    expect(safeReturnPath("/dashboard?q=a%20b")).toBe("/dashboard?q=a%20b");
  });

  test("drops the fragment, which no server sees", () => {
    expect(safeReturnPath("/dashboard#top")).toBe("/dashboard");
  });

  test.each([
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/\t/evil.example",
    "/\n/evil.example",
    "\\/evil.example",
    "javascript:alert(1)",
    "dashboard",
    "",
    "/.//evil.example",
    "/api/me",
    "/sign-in",
    "/sign-up?x",
    "/unauthorized",
    "/nowhere",
    `/dashboard?${"x".repeat(2_000)}`,
    undefined,
    null,
    7,
    ["/dashboard"],
  ])("refuses %j", (path) => {
    expect(safeReturnPath(path)).toBeNull();
  });
});

test("a page never leads to itself, however deep", () => {
  const nested = withReturnPath("/onboarding", "from", "/onboarding?from=/dashboard");
  expect(safeReturnPath(nested, "/onboarding")).toBeNull();
  expect(safeReturnPath("/onboarding/profile", "/onboarding")).toBeNull();
  expect(safeReturnPath("/dashboard", "/onboarding")).toBe("/dashboard");
});

test("withReturnPath encodes what it appends", () => {
  expect(withReturnPath("/sign-in", "redirect_url", "/dashboard?a=b&c=d")).toBe(
    "/sign-in?redirect_url=%2Fdashboard%3Fa%3Db%26c%3Dd",
  );
  expect(withReturnPath("/sign-in", "redirect_url", null)).toBe("/sign-in");
});
