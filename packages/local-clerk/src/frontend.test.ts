import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { Browser, text } from "./testing/browser.ts";
import { ADMIN, backendClient, PASSWORD, startTestClerk } from "./testing/local-clerk.ts";

const NEW = { email_address: "new@example.com", password: PASSWORD };

function clerkError(code: string, param?: string) {
  return { errors: [{ code, ...(param ? { meta: { param_name: param } } : {}) }] };
}

describe("sign-up", () => {
  it("asks for the code and then has a user with a session", async () => {
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);

    const created = await browser.post("/v1/client/sign_ups", NEW);
    expect(created.body).toMatchObject({
      response: {
        status: "missing_requirements",
        missing_fields: [],
        unverified_fields: ["email_address"],
        verifications: { email_address: { status: null, next_action: "needs_prepare" } },
      },
      client: { sessions: [] },
    });

    const path = `/v1/client/sign_ups/${text(created, "response", "id")}`;
    const prepared = await browser.post(`${path}/prepare_verification`, { strategy: "email_code" });
    expect(prepared.body).toMatchObject({
      response: { verifications: { email_address: { next_action: "needs_attempt" } } },
    });

    const wrong = await browser.post(`${path}/attempt_verification`, {
      strategy: "email_code",
      code: "000000",
    });
    expect(wrong).toMatchObject({ status: 422, body: clerkError("form_code_incorrect", "code") });

    const done = await browser.post(`${path}/attempt_verification`, {
      strategy: "email_code",
      code: "424242",
    });
    expect(done.body).toMatchObject({
      response: { status: "complete", created_user_id: expect.stringMatching(/^user_\w{27}$/) },
      client: {
        sessions: [
          { status: "active", user: { email_addresses: [{ email_address: NEW.email_address }] } },
        ],
        last_active_session_id: text(done, "response", "created_session_id"),
      },
    });
  });

  it.each([
    [
      "an address that is taken",
      { ...NEW, email_address: ADMIN.email },
      "form_identifier_exists",
      "email_address",
    ],
    [
      "a short password",
      { ...NEW, password: "short" },
      "form_password_length_too_short",
      "password",
    ],
    [
      "a long password",
      { ...NEW, password: "x".repeat(73) },
      "form_password_length_too_long",
      "password",
    ],
    [
      "no address at all",
      { ...NEW, email_address: "nobody" },
      "form_param_format_invalid",
      "email_address",
    ],
  ])("refuses %s", async (_, form, code, param) => {
    await using clerk = await startTestClerk();
    const answer = await new Browser(clerk.url).post("/v1/client/sign_ups", form);
    expect(answer).toMatchObject({ status: 422, body: clerkError(code, param) });
  });

  it.each(["public_metadata", "private_metadata"])("refuses %s by name", async (param) => {
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);
    const refusal = { status: 422, body: clerkError("form_param_unknown", param) };
    const role = { [param]: '{"role":"admin"}' };
    expect(await browser.post("/v1/client/sign_ups", { ...NEW, ...role })).toMatchObject(refusal);
    await browser.signIn(ADMIN.email, PASSWORD);
    expect(await browser.patch("/v1/me", role)).toMatchObject(refusal);
  });

  it("is one browser's own: another cannot finish it", async () => {
    await using clerk = await startTestClerk();
    const created = await new Browser(clerk.url).post("/v1/client/sign_ups", NEW);
    const other = new Browser(clerk.url);
    await other.post("/v1/client/sign_ups", { ...NEW, email_address: "other@example.com" });
    const path = `/v1/client/sign_ups/${text(created, "response", "id")}/attempt_verification`;
    const answer = await other.post(path, { strategy: "email_code", code: "424242" });
    expect(answer.status).toBe(404);
  });
});

it("names a browser that no handshake named yet, and leaves its name alone", async () => {
  await using clerk = await startTestClerk();
  const browser = new Browser(clerk.url);
  await browser.get("/v1/client");
  const name = browser.cookies.get("__clerk_db_jwt");
  expect(name).toMatch(/^dvb_/);
  await browser.get("/v1/client");
  expect(browser.cookies.get("__clerk_db_jwt")).toBe(name);
});

describe("sign-in", () => {
  it("takes the identifier first and the password second", async () => {
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);
    const started = await browser.post("/v1/client/sign_ins", { identifier: "ADMIN@example.com" });
    expect(started.body).toMatchObject({
      response: {
        status: "needs_first_factor",
        supported_first_factors: expect.arrayContaining([{ strategy: "password" }]),
        user_data: { first_name: "Admin" },
      },
    });

    const path = `/v1/client/sign_ins/${text(started, "response", "id")}/attempt_first_factor`;
    const wrong = await browser.post(path, { strategy: "password", password: "wrong password" });
    expect(wrong).toMatchObject({
      status: 422,
      body: clerkError("form_password_incorrect", "password"),
    });

    const done = await browser.post(path, { strategy: "password", password: PASSWORD });
    expect(done.body).toMatchObject({
      response: { status: "complete" },
      client: { sessions: [{ user: { id: ADMIN.id, public_metadata: { role: "admin" } } }] },
    });
    expect(JSON.stringify(done.body)).not.toContain(ADMIN.privateMetadata.note);
  });

  it("takes both at once, and refuses a second sign-in on top", async () => {
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);
    await browser.signIn(ADMIN.email, PASSWORD);
    const again = await browser.post("/v1/client/sign_ins", { identifier: ADMIN.email });
    expect(again).toMatchObject({ status: 400, body: clerkError("session_exists") });
  });

  it("does not know strangers", async () => {
    await using clerk = await startTestClerk();
    const answer = await new Browser(clerk.url).post("/v1/client/sign_ins", {
      identifier: "nobody@example.com",
    });
    expect(answer).toMatchObject({
      status: 422,
      body: clerkError("form_identifier_not_found", "identifier"),
    });
  });

  it("resets a forgotten password with a code", async () => {
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);
    const started = await browser.post("/v1/client/sign_ins", { identifier: ADMIN.email });
    const path = `/v1/client/sign_ins/${text(started, "response", "id")}`;
    const strategy = "reset_password_email_code";
    await browser.post(`${path}/prepare_first_factor`, { strategy });
    const verified = await browser.post(`${path}/attempt_first_factor`, {
      strategy,
      code: "424242",
    });
    expect(verified.body).toMatchObject({ response: { status: "needs_new_password" } });
    const done = await browser.post(`${path}/reset_password`, { password: "a new password" });
    expect(done.body).toMatchObject({ response: { status: "complete" } });
    await expect(new Browser(clerk.url).signIn(ADMIN.email, "a new password")).resolves.toMatch(
      /^sess_/,
    );
  });
});

it("signs somebody in by code who has no password", async () => {
  await using clerk = await startTestClerk();
  await backendClient(clerk).users.createUser({
    emailAddress: ["code@example.com"],
    skipPasswordRequirement: true,
  });
  const browser = new Browser(clerk.url);
  const started = await browser.post("/v1/client/sign_ins", { identifier: "code@example.com" });
  expect(started.body).toMatchObject({
    response: { supported_first_factors: [{ strategy: "email_code" }] },
  });
  const path = `/v1/client/sign_ins/${text(started, "response", "id")}`;
  await browser.post(`${path}/prepare_first_factor`, { strategy: "email_code" });
  const form = { strategy: "email_code", code: "424242" };
  const done = await browser.post(`${path}/attempt_first_factor`, form);
  expect(done.body).toMatchObject({ response: { status: "complete" } });
});

describe("a session", () => {
  it("ends for its own browser alone", async () => {
    await using clerk = await startTestClerk();
    const [laptop, phone] = [new Browser(clerk.url), new Browser(clerk.url)];
    const onLaptop = await laptop.signIn(ADMIN.email, PASSWORD);
    const onPhone = await phone.signIn(ADMIN.email, PASSWORD);

    const active = await laptop.get("/v1/me/sessions/active");
    expect(active.body).toMatchObject([
      { id: onLaptop, latest_activity: { id: expect.any(String) } },
      { id: onPhone },
    ]);

    const out = await laptop.delete("/v1/client/sessions");
    expect(out.body).toMatchObject({ client: { sessions: [] } });
    expect((await laptop.post(`/v1/client/sessions/${onLaptop}/tokens`)).status).toBe(401);
    expect((await phone.post(`/v1/client/sessions/${onPhone}/tokens`)).status).toBe(200);
    expect((await laptop.post(`/v1/client/sessions/${onPhone}/tokens`)).status).toBe(401);
  });

  it("can be revoked from another device", async () => {
    await using clerk = await startTestClerk();
    const [laptop, phone] = [new Browser(clerk.url), new Browser(clerk.url)];
    await laptop.signIn(ADMIN.email, PASSWORD);
    const onPhone = await phone.signIn(ADMIN.email, PASSWORD);
    expect((await laptop.post(`/v1/me/sessions/${onPhone}/revoke`)).body).toMatchObject({
      response: { status: "revoked" },
    });
    expect((await phone.get("/v1/client")).body).toMatchObject({ response: { sessions: [] } });
  });

  it("gives tokens for the app that asks, fresh at every touch", async () => {
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);
    const id = await browser.signIn(ADMIN.email, PASSWORD);
    const touched = await browser.post(`/v1/client/sessions/${id}/touch`);
    const claims = decodeJwt(text(touched, "response", "last_active_token", "jwt"));
    expect(claims).toMatchObject({
      azp: "http://localhost:3000",
      iss: "https://clerk.emulator.test",
      sid: id,
      sub: ADMIN.id,
      sts: "active",
      metadata: { role: "admin", plan: null, onboardingComplete: true },
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(60);
  });
});

describe("the user's own profile", () => {
  it("changes names, unsafe metadata and the password", async () => {
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);
    await browser.signIn(ADMIN.email, PASSWORD);

    await browser.patch("/v1/me", { first_name: "New", last_name: "" });
    await browser.patch("/v1/me/metadata", { unsafe_metadata: '{"theme":"dark","gone":1}' });
    const merged = await browser.patch("/v1/me/metadata", { unsafe_metadata: '{"gone":null}' });
    expect(merged.body).toMatchObject({
      response: { first_name: "New", last_name: null, unsafe_metadata: { theme: "dark" } },
    });

    const wrong = await browser.post("/v1/me/change_password", {
      current_password: "wrong",
      new_password: "a new password",
    });
    expect(wrong).toMatchObject({
      status: 422,
      body: clerkError("form_password_incorrect", "current_password"),
    });
    await browser.post("/v1/me/change_password", {
      current_password: PASSWORD,
      new_password: "a new password",
    });
    await expect(new Browser(clerk.url).signIn(ADMIN.email, "a new password")).resolves.toMatch(
      /^sess_/,
    );
  });

  it("adds, verifies, prefers and removes an email address", async () => {
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);
    await browser.signIn(ADMIN.email, PASSWORD);
    const added = await browser.post("/v1/me/email_addresses", {
      email_address: "second@example.com",
    });
    const id = text(added, "response", "id");
    expect(added.body).toMatchObject({ response: { verification: null } });

    const path = `/v1/me/email_addresses/${id}`;
    await browser.post(`${path}/prepare_verification`, { strategy: "email_code" });
    const verified = await browser.post(`${path}/attempt_verification`, { code: "424242" });
    expect(verified.body).toMatchObject({ response: { verification: { status: "verified" } } });

    const preferred = await browser.patch("/v1/me", { primary_email_address_id: id });
    expect(preferred.body).toMatchObject({ response: { primary_email_address_id: id } });
    expect((await browser.delete(path)).status).toBe(400);
  });

  it("can be deleted, which signs the user out everywhere", async () => {
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);
    await browser.signIn(ADMIN.email, PASSWORD);
    expect((await browser.delete("/v1/me")).body).toMatchObject({
      response: { deleted: true },
      client: { sessions: [] },
    });
    expect((await browser.get("/v1/me")).status).toBe(401);
  });
});

it("serves the environment and Clerk's own bundles, whatever version is asked for", async () => {
  await using clerk = await startTestClerk();
  const browser = new Browser(clerk.url);
  expect((await browser.patch("/v1/environment", {})).body).toMatchObject({
    display_config: { application_name: "Local app" },
    user_settings: { attributes: { password: { enabled: true } } },
  });
  const bundle = await fetch(`${clerk.url}/npm/@clerk/clerk-js@6/dist/clerk.browser.js`);
  expect(bundle.headers.get("content-type")).toContain("text/javascript");
  expect((await bundle.text()).length).toBeGreaterThan(100_000);
  const elsewhere = await fetch(`${clerk.url}/npm/@clerk/clerk-js@6/dist/..%2Fpackage.js`);
  expect(elsewhere.status).toBeGreaterThanOrEqual(400);
});

it("says which parameter it does not have, rather than forget it", async () => {
  await using clerk = await startTestClerk();
  const browser = new Browser(clerk.url);
  await browser.signIn(ADMIN.email, PASSWORD);
  const answer = await browser.patch("/v1/me", { primary_web3_wallet_id: "idn_1" });
  expect(answer).toMatchObject({ status: 501, body: clerkError("not_implemented_locally") });
  const oauth = await new Browser(clerk.url).post("/v1/client/sign_ups", {
    strategy: "oauth_apple",
  });
  expect(oauth.status).toBe(501);
});

it("says which endpoint it does not have", async () => {
  await using clerk = await startTestClerk();
  const answer = await new Browser(clerk.url).get("/v1/me/passkeys");
  expect(answer).toMatchObject({
    status: 501,
    body: {
      errors: [
        {
          code: "not_implemented_locally",
          message: "The local Clerk does not implement GET /v1/me/passkeys.",
        },
      ],
    },
  });
});
