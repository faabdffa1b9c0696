import { render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { parseClaims, SESSION_TOKEN_TEMPLATE } from "~/lib/auth/claims";
import type { Session } from "~/lib/auth/session";
import { TokenNotCustomized } from "./token-not-customized";

afterEach(() => vi.unstubAllEnvs());

function sessionWith(payload: object): Session {
  const { claims, ...report } = parseClaims(payload);
  const times = { issuedAt: 0, expiresAt: 60, readAt: 0, payload: {} };
  const token = { ...report, ...times, outdated: null };
  return { userId: "user_1", sessionId: "sess_1", claims, token };
}

const untouched = sessionWith({ sub: "user_1" });

test("shows, in development, exactly the JSON to paste", () => {
  vi.stubEnv("NODE_ENV", "development");
  const { container } = render(<TokenNotCustomized session={untouched} />);
  expect(screen.getByRole("status")).toHaveTextContent("The session token carries no claims yet");
  const shown = container.querySelector("pre")?.textContent ?? "";
  expect(JSON.parse(shown)).toEqual(SESSION_TOKEN_TEMPLATE);
});

test("shows nothing in production, where visitors could do nothing about it", () => {
  vi.stubEnv("NODE_ENV", "production");
  const { container } = render(<TokenNotCustomized session={untouched} />);
  expect(container).toBeEmptyDOMElement();
});

test.each([
  ["a new user's token, which has claims without values", sessionWith({ metadata: {} })],
  ["a token whose metadata is null", sessionWith({ metadata: null })],
  ["nobody's session", null],
])("shows nothing for %s", (_, session) => {
  vi.stubEnv("NODE_ENV", "development");
  const { container } = render(<TokenNotCustomized session={session} />);
  expect(container).toBeEmptyDOMElement();
});
