import { createServer, get, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { Browser } from "../testing/browser.ts";
import { ADMIN, backendClient, PASSWORD, startTestClerk } from "../testing/local-clerk.ts";

/** A page as a person's browser opens it. Not with fetch, which writes a `sec-fetch-mode` of its own. */
async function open(url: string, path: string, headers: Record<string, string> = {}) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}/_inspector${path}`, { headers, agent: false }, resolve).on("error", reject);
  });
  return { status: answer.statusCode, headers: answer.headers, text: await text(answer) };
}

/** A form as the inspector's own pages send it. */
async function send(
  url: string,
  path: string,
  form: Record<string, string> = {},
  headers: Record<string, string> = {},
) {
  const answer = await fetch(`${url}/_inspector${path}`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: url, "sec-fetch-site": "same-origin", ...headers },
    body: new URLSearchParams(form),
  });
  return { status: answer.status, text: await answer.text() };
}

const NAVIGATION = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

test("shows users, sessions with their claims, codes and requests", async () => {
  await using clerk = await startTestClerk();
  const browser = new Browser(clerk.url);
  const session = await browser.signIn(ADMIN.email, PASSWORD);
  const stranger = new Browser(clerk.url);
  await stranger.post("/v1/client/sign_ups", { email_address: "new@example.com" });
  const { response } = (await stranger.get("/v1/client")).body as {
    response: { sign_up: { id: string } };
  };
  await stranger.post(`/v1/client/sign_ups/${response.sign_up.id}/prepare_verification`, {
    strategy: "email_code",
  });

  const users = await open(clerk.url, "/users");
  expect(users.text).toContain('<a href="/_inspector/users/user_admin">admin@example.com</a>');
  expect((await open(clerk.url, "/users?query=nobody")).text).toContain("No users.");
  const one = await open(clerk.url, "/users/user_admin");
  expect(one.text).toContain("for the server alone");
  expect(one.text).toContain(`/_inspector/sessions/${session}`);
  const claims = await open(clerk.url, `/sessions/${session}`);
  expect(claims.text).toMatch(/&quot;metadata&quot;: \{\s+&quot;role&quot;: &quot;admin&quot;/);
  expect(claims.text).toMatch(/&quot;alg&quot;: &quot;RS256&quot;/);
  expect((await open(clerk.url, "/sessions")).text).toContain(session);
  expect((await open(clerk.url, "/outbox")).text).toMatch(/new@example\.com.*\n?.*424242/);
  expect((await open(clerk.url, "/requests")).text).toContain("/v1/client/sign_ups");
});

test("saves metadata as Clerk would take it, and refuses the rest with the text that was typed", async () => {
  await using clerk = await startTestClerk();
  const form = {
    public_metadata: '{ "role": "pro" }',
    private_metadata: "{}",
    unsafe_metadata: "{}",
  };
  const path = "/users/user_admin/metadata";
  expect((await send(clerk.url, path, form)).status).toBe(303);
  const { users } = backendClient(clerk);
  expect(await users.getUser("user_admin")).toMatchObject({
    publicMetadata: { role: "pro" },
    privateMetadata: {},
  });
  const wrong = await send(clerk.url, path, { ...form, private_metadata: '{ "<b>": ' });
  expect(wrong).toMatchObject({
    status: 422,
    text: expect.stringContaining("Private metadata must be a JSON object."),
  });
  expect(wrong.text).toContain("{ &quot;&lt;b&gt;&quot;: ");
  const large = JSON.stringify({ a: "x".repeat(8_200) });
  expect((await send(clerk.url, path, { ...form, public_metadata: large })).status).toBe(422);
  expect((await users.getUser("user_admin")).publicMetadata).toEqual({ role: "pro" });
});

test("switches faults on and off, ends sessions, and sends webhooks again", async () => {
  const received: (string | undefined)[] = [];
  const app = createServer((request, response) => {
    received.push(request.headers["svix-id"] as string | undefined);
    response.end();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => app.once("listening", resolve));
  onTestFinished(() => void app.close());
  const address = app.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const webhook = {
    url: `http://127.0.0.1:${port}/`,
    secret: `whsec_${Buffer.from("a test's secret, no other").toString("base64")}`,
  };
  await using clerk = await startTestClerk({ webhook });

  const fault = '{ "match": "GET /v1/users/*", "status": 500 }';
  expect((await send(clerk.url, "/faults", { fault })).status).toBe(303);
  const { users } = backendClient(clerk);
  await expect(users.getUser("user_admin")).rejects.toThrow();
  expect((await send(clerk.url, "/faults", { fault: "{}" })).text).toContain("match");
  expect((await open(clerk.url, "/faults")).text).toContain("GET /v1/users/*");
  await send(clerk.url, "/faults/off", { match: "GET /v1/users/*" });
  expect(clerk.faults.list()).toEqual([]);

  const browser = new Browser(clerk.url);
  const session = await browser.signIn(ADMIN.email, PASSWORD);
  await send(clerk.url, `/sessions/${session}/revoke`);
  expect((await browser.post(`/v1/client/sessions/${session}/tokens`)).status).toBe(401);

  await users.updateUser("user_admin", { firstName: "New" });
  await expect.poll(() => received).toHaveLength(1);
  await expect.poll(async () => (await open(clerk.url, "/webhooks")).text).toContain("delivered");
  await send(clerk.url, `/webhooks/${received[0]}/resend`);
  await expect.poll(() => received).toEqual([received[0], received[0]]);
});

test("shows the documents of a database beside it", async () => {
  const documents = async () => [{ path: "teams/a", data: { name: "<Acme>" } }];
  await using clerk = await startTestClerk({ documents });
  const shown = await open(clerk.url, "/documents");
  expect(shown.text).toContain("<code>teams/a</code>");
  expect(shown.text).toContain("&lt;Acme&gt;");
});

test.each([
  ["a page elsewhere", { "sec-fetch-site": "cross-site", ...NAVIGATION }, 403],
  ["a frame of the app", { "sec-fetch-site": "same-site", "sec-fetch-dest": "iframe" }, 403],
  ["the app's script", { "sec-fetch-site": "same-site", origin: "http://localhost:3000" }, 403],
  ["the app's proxy", { "clerk-proxy-url": "http://localhost:3000/__clerk" }, 403],
  ["another proxy", { "x-forwarded-for": "203.0.113.1" }, 403],
  ["a link of the app", { "sec-fetch-site": "same-site", ...NAVIGATION }, 200],
  ["an address that was typed", { "sec-fetch-site": "none", ...NAVIGATION }, 200],
])("a page for %s: %o, %i", async (_, headers, status) => {
  await using clerk = await startTestClerk();
  const answer = await open(clerk.url, "/users/user_admin", headers);
  expect(answer.status).toBe(status);
  expect(answer.text.includes("for the server alone")).toBe(status === 200);
});

test.each([
  ["the app's page", { origin: "http://localhost:3000", "sec-fetch-site": "same-site" }],
  ["a page elsewhere", { origin: "https://example.com", "sec-fetch-site": "cross-site" }],
  ["a page that hides its origin", { origin: "null" }],
  ["a proxy", { via: "1.1 proxy" }],
])("no form of %s counts", async (_, headers) => {
  await using clerk = await startTestClerk();
  expect(
    (await send(clerk.url, "/faults", { fault: '{"match":"*","status":500}' }, headers)).status,
  ).toBe(403);
  expect(clerk.faults.list()).toEqual([]);
});

test("runs no script, and escapes what users wrote", async () => {
  await using clerk = await startTestClerk();
  const { users } = backendClient(clerk);
  await users.updateUser("user_admin", {
    firstName: "<script>alert(1)</script>",
    publicMetadata: { "</pre><script>": "</textarea><script>" },
  });
  for (const path of ["/users", "/users/user_admin"]) {
    const { text: shown, headers } = await open(clerk.url, path);
    expect(shown).not.toContain("<script");
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'self';/);
  }
});

test("the printed address leads to the users, with a slash and without", async () => {
  await using clerk = await startTestClerk();
  for (const address of [clerk.inspector, clerk.inspector.replace(/\/$/, "")]) {
    const answer = await fetch(address, { headers: { "sec-fetch-site": "none" } });
    expect(answer.url, address).toBe(`${clerk.url}/_inspector/users`);
    expect(answer.status).toBe(200);
  }
  expect((await fetch(`${clerk.url}/_inspector/users`, { method: "HEAD" })).status).toBe(200);
});
