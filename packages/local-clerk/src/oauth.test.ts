import { describe, expect, it } from "vitest";
import { APP, Browser, text } from "./testing/browser.ts";
import { ADMIN, backendClient, PASSWORD, startTestClerk } from "./testing/local-clerk.ts";

const FEATURES = ["google", "github"] as const;
const CALLBACK = `${APP}/sso-callback`;
const START = { strategy: "oauth_google", redirect_url: CALLBACK };
const VISIT = ["external_verification_redirect_url"];

/** What somebody does on the provider's page. Answers with where the browser goes then. */
async function visit(url: string, form: Record<string, string>): Promise<string | null> {
  const page = await fetch(url);
  expect(page.headers.get("content-type")).toContain("text/html");
  expect(await page.text()).toContain("Sign in with");
  const state = new URL(url).searchParams.get("state") ?? "";
  const body = new URLSearchParams({ state, ...form });
  const answer = await fetch(url, { method: "POST", body, redirect: "manual" });
  return answer.headers.get("location");
}

async function startSignIn(browser: Browser): Promise<string> {
  const started = await browser.post("/v1/client/sign_ins", START);
  return text(started, "response", "first_factor_verification", ...VISIT);
}

async function startSignUp(browser: Browser): Promise<string> {
  const started = await browser.post("/v1/client/sign_ups", START);
  return text(started, "response", "verifications", "external_account", ...VISIT);
}

describe("a sign-in through a social provider", () => {
  it("signs in who has the address, and links the account to them", async () => {
    await using clerk = await startTestClerk({ features: FEATURES });
    const browser = new Browser(clerk.url);
    const url = await startSignIn(browser);
    expect(await visit(url, { email: ADMIN.email })).toBe(CALLBACK);
    const after = await browser.get("/v1/client");
    const account = { provider: "google", email_address: ADMIN.email };
    expect(after.body).toMatchObject({
      response: {
        sign_in: { status: "complete", created_session_id: expect.stringMatching(/^sess_/) },
        sessions: [{ user: { id: ADMIN.id, external_accounts: [account] } }],
      },
    });

    const session = text(after, "response", "sign_in", "created_session_id");
    await browser.post(`/v1/client/sessions/${session}/touch`);
    expect((await browser.get("/v1/client")).body).toMatchObject({ response: { sign_in: null } });
  });

  it("becomes a sign-up where there is no account, which needs no password", async () => {
    await using clerk = await startTestClerk({ features: FEATURES });
    const browser = new Browser(clerk.url);
    await visit(await startSignIn(browser), { email: "New@example.com", first_name: "New" });
    expect((await browser.get("/v1/client")).body).toMatchObject({
      response: {
        sign_in: {
          first_factor_verification: {
            status: "transferable",
            error: { code: "external_account_not_found" },
          },
        },
      },
    });
    const done = await browser.post("/v1/client/sign_ups", { transfer: "true" });
    expect(done.body).toMatchObject({
      response: { status: "complete", email_address: "new@example.com" },
      client: {
        sessions: [
          { user: { first_name: "New", password_enabled: false, external_accounts: [{}] } },
        ],
      },
    });
  });

  it("says so when somebody cancels, and works only once", async () => {
    await using clerk = await startTestClerk({ features: FEATURES });
    const browser = new Browser(clerk.url);
    const url = await startSignIn(browser);
    expect(await visit(url, { answer: "deny", email: "" })).toBe(CALLBACK);
    expect((await browser.get("/v1/client")).body).toMatchObject({
      response: {
        sessions: [],
        sign_in: { first_factor_verification: { error: { code: "oauth_access_denied" } } },
      },
    });
    expect((await fetch(url)).status).toBe(400);
  });

  it("is refused for somebody who is banned", async () => {
    await using clerk = await startTestClerk({ features: FEATURES });
    await backendClient(clerk).users.banUser(ADMIN.id);
    const browser = new Browser(clerk.url);
    await visit(await startSignIn(browser), { email: ADMIN.email });
    expect((await browser.get("/v1/client")).body).toMatchObject({
      response: {
        sessions: [],
        sign_in: { first_factor_verification: { error: { code: "user_banned" } } },
      },
    });
  });

  it.each([
    ["goes nowhere but to the app", { ...START, redirect_url: "https://evil.example" }, 422, true],
    ["is for providers that are on", START, 422, false],
    ["names a provider that nobody plays", { ...START, strategy: "oauth_apple" }, 501, true],
  ])("%s", async (_, form, status, isOn) => {
    const features = isOn ? FEATURES : [];
    await using clerk = await startTestClerk({ features });
    const answer = await new Browser(clerk.url).post("/v1/client/sign_ins", form);
    expect(answer.status).toBe(status);
  });
});

it("asks again for an address that is none", async () => {
  await using clerk = await startTestClerk({ features: FEATURES });
  const browser = new Browser(clerk.url);
  const url = await startSignIn(browser);
  expect(await visit(url, { email: "nobody" })).toBeNull();
  expect(await visit(url, { email: ADMIN.email })).toBe(CALLBACK);
});

describe("a sign-up through a social provider", () => {
  it("makes a user with a verified address", async () => {
    await using clerk = await startTestClerk({ features: FEATURES });
    const browser = new Browser(clerk.url);
    expect(await visit(await startSignUp(browser), { email: "new@example.com" })).toBe(CALLBACK);
    expect((await browser.get("/v1/client")).body).toMatchObject({
      response: {
        sign_up: { status: "complete" },
        sessions: [{ user: { email_addresses: [{ verification: { status: "verified" } }] } }],
      },
    });
  });

  it("becomes a sign-in where there is an account", async () => {
    await using clerk = await startTestClerk({ features: FEATURES });
    const browser = new Browser(clerk.url);
    await visit(await startSignUp(browser), { email: ADMIN.email });
    expect((await browser.get("/v1/client")).body).toMatchObject({
      response: {
        sessions: [],
        sign_up: {
          verifications: {
            external_account: {
              status: "transferable",
              error: { code: "external_account_exists" },
            },
          },
        },
      },
    });
    const done = await browser.post("/v1/client/sign_ins", { transfer: "true" });
    expect(done.body).toMatchObject({
      response: { status: "complete" },
      client: { sessions: [{ user: { id: ADMIN.id } }] },
    });
  });
});

it("connects, shows and removes an account in the profile", async () => {
  await using clerk = await startTestClerk({ features: FEATURES });
  const browser = new Browser(clerk.url);
  await browser.signIn(ADMIN.email, PASSWORD);
  const form = { strategy: "oauth_github", redirect_url: `${APP}/settings` };
  const started = await browser.post("/v1/me/external_accounts", form);
  const url = text(started, "response", "verification", ...VISIT);
  expect(await visit(url, { email: "octo@example.com" })).toBe(`${APP}/settings`);
  const id = text(started, "response", "id");
  expect((await browser.get("/v1/me")).body).toMatchObject({
    response: {
      external_accounts: [
        { id, email_address: "octo@example.com", verification: { status: "verified" } },
      ],
    },
  });
  const { users } = backendClient(clerk);
  const tokens = await users.getUserOauthAccessToken(ADMIN.id, "github");
  expect(tokens.data).toMatchObject([{ externalAccountId: id, provider: "oauth_github" }]);
  await users.deleteUserExternalAccount({ userId: ADMIN.id, externalAccountId: id });
  expect((await users.getUser(ADMIN.id)).externalAccounts).toEqual([]);
});
