import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, expect, test, vi } from "vitest";
import { LocalAccess } from "~/components/site/local-access";
import { LocalCode } from "~/components/site/local-code";
import { LocalPersonas } from "~/components/site/local-personas";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import { localKeys, realKeys } from "../../tests/tools/keys.ts";

const PERSONAS = [
  { id: "user_local_pro", email: "pro@example.com", password: "secret-1", access: "user, pro" },
];

function setEnvironment(variables: Record<string, string>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}

afterEach(() => vi.unstubAllEnvs());

const personas = () => renderToStaticMarkup(createElement(LocalPersonas, { back: "/settings" }));
const access = () =>
  renderToStaticMarkup(createElement(LocalAccess, { claims: LEAST_PRIVILEGE, back: "/settings" }));

test("on local services a form of the local Clerk's signs in, and another changes one's access", () => {
  setEnvironment({
    ...realKeys(),
    ...localKeys(),
    LOCAL_PERSONAS: JSON.stringify(PERSONAS),
    CLERK_API_URL: "http://localhost:4711",
  });
  expect(personas()).toContain('action="/__clerk/v1/client/_local/sign-in"');
  expect(personas()).toContain('name="redirect_url" value="/settings"');
  expect(personas()).toContain('value="user_local_pro"');
  expect(personas()).toContain('href="http://localhost:4711/_inspector/"');
  expect(access()).toContain('action="/__clerk/v1/client/_local/metadata"');
  expect(access()).toContain(
    `value="${JSON.stringify({ plan: "pro" }).replaceAll('"', "&quot;")}"`,
  );
});

test("elsewhere there is neither", () => {
  setEnvironment(realKeys());
  expect(personas()).toBe("");
  expect(access()).toBe("");
  expect(renderToStaticMarkup(createElement(LocalCode))).toBe("");
});
