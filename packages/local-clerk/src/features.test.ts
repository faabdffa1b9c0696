import { describe, expect, it } from "vitest";
import { Browser, text } from "./testing/browser.ts";
import { ADMIN, backendClient, PASSWORD, put, startTestClerk } from "./testing/local-clerk.ts";

const PHONE = "+15555550100";
const CODE = "424242";
const FEATURES = ["username", "phone"] as const;

function clerkError(code: string, param: string) {
  return { errors: [{ code, meta: { param_name: param } }] };
}

describe("a feature that is off", () => {
  it.each([
    ["username", "/v1/client/sign_ups", { username: "somebody" }, "username"],
    ["phone", "/v1/client/sign_ups", { phone_number: PHONE }, "phone_number"],
  ])("is refused at sign-up: %s", async (_, path, form, param) => {
    await using clerk = await startTestClerk();
    const answer = await new Browser(clerk.url).post(path, form);
    expect(answer).toMatchObject({ status: 422, body: clerkError("form_param_unknown", param) });
  });

  it("is nowhere in the environment", async () => {
    await using clerk = await startTestClerk();
    const { body } = await new Browser(clerk.url).get("/v1/environment");
    const off = { enabled: false, used_for_first_factor: false };
    expect(body).toMatchObject({
      user_settings: {
        attributes: { username: off, phone_number: off, email_address: { required: true } },
        social: {},
      },
    });
  });
});

it("is switched on and off while it runs", async () => {
  await using clerk = await startTestClerk();
  const browser = new Browser(clerk.url);
  await put(clerk, "features", ["username", "google"]);
  expect((await browser.get("/v1/environment")).body).toMatchObject({
    user_settings: {
      attributes: { username: { enabled: true }, phone_number: { enabled: false } },
      social: { oauth_google: { enabled: true, authenticatable: true, name: "Google" } },
    },
  });
  await clerk.reset();
  expect((await browser.get("/v1/environment")).body).toMatchObject({
    user_settings: { attributes: { username: { enabled: false } }, social: {} },
  });
});

describe("a username", () => {
  it("is chosen at sign-up, and signs in however it is spelled", async () => {
    await using clerk = await startTestClerk({ features: FEATURES });
    const browser = new Browser(clerk.url);
    const form = { email_address: "new@example.com", password: PASSWORD, username: "New_Name" };
    const created = await browser.post("/v1/client/sign_ups", form);
    const path = `/v1/client/sign_ups/${text(created, "response", "id")}`;
    await browser.post(`${path}/prepare_verification`, { strategy: "email_code" });
    await browser.post(`${path}/attempt_verification`, { strategy: "email_code", code: CODE });
    await expect(new Browser(clerk.url).signIn("NEW_name", PASSWORD)).resolves.toMatch(/^sess_/);
  });

  it.each([
    ["abc", "form_username_invalid_length"],
    ["not a name", "form_username_invalid_character"],
    ["Taken", "form_identifier_exists"],
  ])("is refused: %s", async (username, code) => {
    await using clerk = await startTestClerk({ features: FEATURES });
    const { users } = backendClient(clerk);
    await users.createUser({ username: "taken", password: PASSWORD });
    const answer = await new Browser(clerk.url).post("/v1/client/sign_ups", { username });
    expect(answer).toMatchObject({ status: 422, body: clerkError(code, "username") });
    await expect(users.createUser({ username, password: PASSWORD })).rejects.toMatchObject({
      errors: [{ code, meta: { paramName: "username" } }],
    });
  });

  it("is changed and taken away in the profile", async () => {
    await using clerk = await startTestClerk({ features: FEATURES });
    const browser = new Browser(clerk.url);
    await browser.signIn(ADMIN.email, PASSWORD);
    const set = await browser.patch("/v1/me", { username: "Admin" });
    expect(set.body).toMatchObject({ response: { username: "admin" } });
    const cleared = await browser.patch("/v1/me", { username: "" });
    expect(cleared.body).toMatchObject({ response: { username: null } });
  });
});

describe("a phone number", () => {
  it("may be empty beside an email address, as Clerk's form sends it, and nowhere else", async () => {
    await using clerk = await startTestClerk({ features: FEATURES, emailRequired: true });
    const sent = { email_address: "new@example.com", phone_number: "", password: PASSWORD };
    const created = await new Browser(clerk.url).post("/v1/client/sign_ups", sent);
    expect(created.body).toMatchObject({
      response: { phone_number: null, missing_fields: [], unverified_fields: ["email_address"] },
    });
    const alone = await new Browser(clerk.url).post("/v1/client/sign_ups", { phone_number: "" });
    expect(alone).toMatchObject({
      status: 422,
      body: { errors: [{ meta: { param_name: "phone_number" } }] },
    });
  });

  it("comes beside an email address where that is required", async () => {
    await using clerk = await startTestClerk({ features: FEATURES, emailRequired: true });
    const browser = new Browser(clerk.url);
    expect((await browser.get("/v1/environment")).body).toMatchObject({
      user_settings: {
        attributes: {
          email_address: { required: true },
          phone_number: { enabled: true, required: false },
        },
      },
    });
    const form = { phone_number: PHONE, password: PASSWORD };
    const created = await browser.post("/v1/client/sign_ups", form);
    expect(created.body).toMatchObject({
      response: {
        required_fields: ["email_address", "password"],
        optional_fields: ["first_name", "last_name", "username", "phone_number"],
        missing_fields: ["email_address"],
      },
    });
  });

  it("signs up without an email address, and in with a code", async () => {
    await using clerk = await startTestClerk({ features: FEATURES });
    const browser = new Browser(clerk.url);
    const form = { phone_number: "+1 (555) 555-0100", password: PASSWORD };
    const created = await browser.post("/v1/client/sign_ups", form);
    expect(created.body).toMatchObject({
      response: { phone_number: PHONE, missing_fields: [], unverified_fields: ["phone_number"] },
    });
    const path = `/v1/client/sign_ups/${text(created, "response", "id")}`;
    await browser.post(`${path}/prepare_verification`, { strategy: "phone_code" });
    const done = await browser.post(`${path}/attempt_verification`, {
      strategy: "phone_code",
      code: CODE,
    });
    expect(done.body).toMatchObject({
      response: { status: "complete" },
      client: { sessions: [{ user: { phone_numbers: [{ phone_number: PHONE }] } }] },
    });

    const other = new Browser(clerk.url);
    const started = await other.post("/v1/client/sign_ins", { identifier: PHONE });
    expect(started.body).toMatchObject({
      response: {
        supported_first_factors: expect.arrayContaining([
          expect.objectContaining({ strategy: "phone_code", safe_identifier: "+*******0100" }),
        ]),
      },
    });
    const signIn = `/v1/client/sign_ins/${text(started, "response", "id")}`;
    await other.post(`${signIn}/prepare_first_factor`, { strategy: "phone_code" });
    const form2 = { strategy: "phone_code", code: CODE };
    const signedIn = await other.post(`${signIn}/attempt_first_factor`, form2);
    expect(signedIn.body).toMatchObject({ response: { status: "complete" } });
  });

  it("resets a forgotten password", async () => {
    await using clerk = await startTestClerk({ features: FEATURES });
    await backendClient(clerk).users.createUser({ phoneNumber: [PHONE], password: PASSWORD });
    const browser = new Browser(clerk.url);
    const strategy = "reset_password_phone_code";
    const started = await browser.post("/v1/client/sign_ins", { identifier: PHONE, strategy });
    const path = `/v1/client/sign_ins/${text(started, "response", "id")}`;
    await browser.post(`${path}/attempt_first_factor`, { strategy, code: CODE });
    const done = await browser.post(`${path}/reset_password`, { password: "a new password" });
    expect(done.body).toMatchObject({ response: { status: "complete" } });
  });

  it("is added, verified, preferred and removed in the profile", async () => {
    await using clerk = await startTestClerk({ features: FEATURES });
    const browser = new Browser(clerk.url);
    await browser.signIn(ADMIN.email, PASSWORD);
    const added = await browser.post("/v1/me/phone_numbers/", { phone_number: PHONE });
    const id = text(added, "response", "id");
    const early = await browser.patch("/v1/me", { primary_phone_number_id: id });
    expect(early.status).toBe(404);
    const path = `/v1/me/phone_numbers/${id}`;
    await browser.post(`${path}/prepare_verification`, { strategy: "phone_code" });
    const verified = await browser.post(`${path}/attempt_verification`, { code: CODE });
    expect(verified.body).toMatchObject({
      response: { verification: { status: "verified" } },
      client: { sessions: [{ user: { primary_phone_number_id: id } }] },
    });
    expect((await browser.patch(path, { reserved_for_second_factor: "true" })).status).toBe(501);
    const removed = await browser.delete(path);
    expect(removed.body).toMatchObject({
      response: { deleted: true },
      client: { sessions: [{ user: { phone_numbers: [], primary_phone_number_id: null } }] },
    });
  });

  it("is E.164 or refused", async () => {
    await using clerk = await startTestClerk({ features: FEATURES });
    const answer = await new Browser(clerk.url).post("/v1/client/sign_ups", {
      phone_number: "123",
    });
    const refusal = clerkError("form_param_format_invalid", "phone_number");
    expect(answer).toMatchObject({ status: 422, body: refusal });
  });
});

it("offers somebody with a password a code too, and sends it when the first call asks", async () => {
  await using clerk = await startTestClerk();
  const browser = new Browser(clerk.url);
  const form = { identifier: ADMIN.email, strategy: "email_code" };
  const started = await browser.post("/v1/client/sign_ins", form);
  expect(started.body).toMatchObject({
    response: { first_factor_verification: { status: "unverified", strategy: "email_code" } },
  });
  const path = `/v1/client/sign_ins/${text(started, "response", "id")}/attempt_first_factor`;
  const done = await browser.post(path, { strategy: "email_code", code: CODE });
  expect(done.body).toMatchObject({ response: { status: "complete" } });
});

it("tells clerk-js about the client when it refuses", async () => {
  await using clerk = await startTestClerk();
  const browser = new Browser(clerk.url);
  await browser.post("/v1/client/sign_ins", { identifier: ADMIN.email });
  const refused = await browser.post("/v1/client/sign_ins", {
    identifier: ADMIN.email,
    password: "not the password",
  });
  expect(refused).toMatchObject({
    status: 422,
    body: { errors: [{}], meta: { client: { object: "client", sign_in: { object: "sign_in" } } } },
  });
});

it.each(["GET /v1/no_such_thing", "POST /v1/oauth_applications", "GET /v1/me/passkeys"])(
  "answers 501 for what neither API has, with the secret key and without: %s",
  async (call) => {
    await using clerk = await startTestClerk();
    const [method = "", path = ""] = call.split(" ");
    const message = `The local Clerk does not implement ${call}.`;
    for (const headers of [{}, { authorization: `Bearer ${clerk.secretKey}` }]) {
      const answer = await fetch(`${clerk.url}${path}`, { method, headers });
      expect(answer.status).toBe(501);
      expect(await answer.json()).toMatchObject({ errors: [{ message }] });
    }
  },
);

it.each(["password", "12345678", "qwertyuiop", "iloveyou1"])(
  "refuses a password that everybody tries: %s",
  async (password) => {
    await using clerk = await startTestClerk();
    const form = { email_address: "new@example.com", password };
    const answer = await new Browser(clerk.url).post("/v1/client/sign_ups", form);
    expect(answer).toMatchObject({
      status: 422,
      body: clerkError("form_password_pwned", "password"),
    });
    const create = backendClient(clerk).users.createUser({
      emailAddress: ["a@example.com"],
      password,
    });
    await expect(create).rejects.toMatchObject({ errors: [{ code: "form_password_pwned" }] });
  },
);
