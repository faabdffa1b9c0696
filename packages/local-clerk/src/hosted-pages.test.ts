import { expect, test } from "vitest";
import { APP, Browser } from "./testing/browser.ts";
import { backendClient, startTestClerk } from "./testing/local-clerk.ts";

test("sign-in, sign-up and profile are pages of this server, and clerk-js learns where", async () => {
  await using clerk = await startTestClerk({ hostedPages: true });
  const { body } = await new Browser(clerk.url).get("/v1/environment");
  expect(body).toMatchObject({
    display_config: {
      sign_in_url: `${APP}/__clerk/sign-in`,
      sign_up_url: `${APP}/__clerk/sign-up`,
      user_profile_url: `${APP}/__clerk/user`,
    },
  });
  for (const [path, component] of Object.entries({
    "/sign-in": "SignIn",
    "/user": "UserProfile",
  })) {
    const page = await (await fetch(`${clerk.url}${path}`)).text();
    expect(page).toContain(`data-base="${clerk.url}" data-component="${component}"`);
    expect(page).toContain(`data-clerk-publishable-key="${clerk.publishableKey}"`);
  }
});

test.each([
  ["redirect_url", "https://example.com/", 400],
  ["sign_in_force_redirect_url", "//example.com", 400],
  ["redirect_url", "http://localhost.example.com/", 400],
  ["redirect_url", "javascript:alert(1)", 400],
  ["redirect_url", "http://localhost:3000/back", 200],
  ["sign_up_fallback_redirect_url", "/back", 200],
])("%s=%s answers %i", async (name, target, status) => {
  await using clerk = await startTestClerk({ hostedPages: true });
  const query = new URLSearchParams({ [name]: target });
  expect((await fetch(`${clerk.url}/sign-in?${query}`)).status).toBe(status);
});

test("an app with its own pages has none of these", async () => {
  await using clerk = await startTestClerk();
  expect((await fetch(`${clerk.url}/sign-in`)).status).toBe(501);
  const { body } = await new Browser(clerk.url).get("/v1/environment");
  expect(body).toMatchObject({ display_config: { sign_in_url: "/sign-in" } });
});

/** What a browser asks before a page of another origin may read. */
async function preflight(url: string, path: string, origin: string) {
  const { status, headers } = await fetch(`${url}${path}`, {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "POST" },
  });
  return { status, origin: headers.get("access-control-allow-origin") };
}

test("pages of this machine may call the Frontend API with cookies, and nothing else may", async () => {
  await using clerk = await startTestClerk();
  const origin = "http://localhost:5173";
  expect(await preflight(clerk.url, "/v1/client/sign_ins", origin)).toEqual({
    status: 204,
    origin,
  });
  const { headers } = await fetch(`${clerk.url}/v1/client`, { headers: { origin } });
  expect(headers.get("access-control-allow-origin")).toBe(origin);
  expect(headers.get("access-control-allow-credentials")).toBe("true");
  for (const other of ["https://example.com", "http://localhost.example.com", "null"]) {
    expect((await preflight(clerk.url, "/v1/client", other)).origin, other).toBeNull();
  }
  for (const path of ["/v1/users", "/_local/users", "/_inspector/users"]) {
    expect((await preflight(clerk.url, path, origin)).origin, path).toBeNull();
  }
});

test("@clerk/testing gets its token, for the secret key", async () => {
  await using clerk = await startTestClerk();
  const { token } = await backendClient(clerk).testingTokens.createTestingToken();
  expect(token).toMatch(/^\d+-\w{43}$/);
  expect((await fetch(`${clerk.url}/v1/testing_tokens`, { method: "POST" })).status).toBe(401);
});
