import { createSign, generateKeyPairSync } from "node:crypto";
import type { BrowserContext } from "@playwright/test";
import { gatedBy } from "./support/gated-by.ts";
import { expect, test } from "./support/test.ts";

const DOCUMENT = { accept: "text/html", "sec-fetch-dest": "document" };

async function sessionCookie(context: BrowserContext) {
  const cookie = (await context.cookies()).find(({ name }) => name === "__session");
  if (!cookie) throw new Error("not signed in");
  return cookie;
}

/** Puts `token` in place of the session's, under every name the SDK reads. */
async function replaceToken(context: BrowserContext, token: string): Promise<void> {
  const cookies = (await context.cookies()).filter(({ name }) => name.startsWith("__session"));
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, value: token })));
  // Without these two an expired or broken token is not renewed.
  await context.clearCookies({ name: /^__(client|refresh)/ });
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part = "") => JSON.parse(Buffer.from(part, "base64url").toString());

test("a header that once skipped Next's proxy skips nothing (CVE-2025-29927)", async ({
  context,
  local,
}) => {
  const { path, text } = gatedBy({ role: "admin" });
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  const names = ["proxy", "middleware", "src/middleware", "pages/_middleware"];
  for (const value of [...names, ...names.map((name) => Array(5).fill(name).join(":"))]) {
    const headers = { ...DOCUMENT, "x-middleware-subrequest": value };
    const response = await context.request.get(path, { headers, maxRedirects: 0 });
    expect(response.status(), value).toBe(403);
    expect(await response.text()).not.toContain(text);
  }
});

test("no request of the client router's kinds gets a page that is denied", async ({
  context,
  local,
}) => {
  const { path, text } = gatedBy({ role: "admin" });
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  const tree = encodeURIComponent(JSON.stringify(["", { children: ["(app)", {}] }]));
  const kinds: [string, Record<string, string>][] = [
    [path, { rsc: "1" }],
    [`${path}?_rsc=x`, { rsc: "1", "next-router-state-tree": tree }],
    [`${path}?_rsc=x`, { rsc: "1", "next-router-prefetch": "1" }],
    [`${path}?_rsc=x`, { rsc: "1", "next-router-prefetch": "2" }],
    [path, { rsc: "1", "next-router-segment-prefetch": "/_tree" }],
    [path, { rsc: "1", "next-router-segment-prefetch": `/(app)${path}/__PAGE__` }],
    [`${path}.rsc`, { rsc: "1" }],
    [`${path}.segments/_tree.segment.rsc`, { rsc: "1" }],
    [`${path}.segments/!KGFwcCk${path}/__PAGE__.segment.rsc`, { rsc: "1" }],
    [path, { "next-url": path, "x-nextjs-data": "1" }],
    [`/_next/data/build${path}.json`, {}],
  ];
  for (const [at, headers] of kinds) {
    const response = await context.request.get(at, { headers });
    expect(await response.text(), `${at} ${JSON.stringify(headers)}`).not.toContain(text);
  }
});

test("a token that was altered, unsigned, or signed by somebody else is no session", async ({
  context,
  local,
}) => {
  const { path, text } = gatedBy({ role: "admin" });
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  const { value } = await sessionCookie(context);
  const [head, body, signature] = value.split(".");
  const raised = encode({ ...decode(body), metadata: { role: "admin", onboardingComplete: true } });
  const unsigned = encode({ ...decode(head), alg: "none" });
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const foreign = createSign("RSA-SHA256")
    .update(`${head}.${raised}`)
    .sign(privateKey, "base64url");

  for (const [name, token] of Object.entries({
    altered: `${head}.${raised}.${signature}`,
    unsigned: `${unsigned}.${raised}.`,
    foreign: `${head}.${raised}.${foreign}`,
    cut: value.slice(0, -20),
    nonsense: "x.y.z",
  })) {
    await replaceToken(context, token);
    const me = await context.request.get("/api/me", { maxRedirects: 0 });
    expect(me.status(), name).toBe(401);
    const page = await context.request.get(path, { headers: { rsc: "1" } });
    expect(await page.text(), name).not.toContain(text);
  }
});

test("what a user writes into their own unsafe metadata opens nothing", async ({
  context,
  local,
}) => {
  const { path } = gatedBy({ role: "admin" });
  const user = await local.createUser({ onboardingComplete: true });
  await local.clerk.users.updateUserMetadata(user.id, {
    unsafeMetadata: { role: "admin", plan: "enterprise" },
  });
  await local.signIn(context, user.id);
  const response = await context.request.get(path, { headers: DOCUMENT });
  expect(response.status()).toBe(403);
  const { claims } = await (await context.request.get("/api/me")).json();
  expect(claims).toMatchObject({ role: "user", plan: "free" });
});

test("a sign-in page leads back to this site only", async ({ request }) => {
  for (const target of ["https://evil.example/", "//evil.example", "/\\evil.example", "/nowhere"]) {
    const response = await request.get(`/sign-in?redirect_url=${encodeURIComponent(target)}`);
    const html = (await response.text()).replaceAll(/<script[\s\S]*?<\/script>/g, "");
    expect(html, target).not.toContain("evil.example");
  }
});

test("the local Clerk's control API doesn't answer through the app", async ({ request }) => {
  const data = { userId: "user_local_owner" };
  const response = await request.post("/__clerk/_local/sign-in", { data });
  expect(response.status()).toBe(403);
  expect(await response.text()).toContain("through a proxy");
});

test("every answer forbids framing and guessing of types", async ({ request }) => {
  for (const path of ["/", "/sign-in", "/nowhere", "/api/health", "/api/me"]) {
    const headers = (await request.get(path)).headers();
    expect(headers["content-security-policy"], path).toContain("frame-ancestors 'none'");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["x-powered-by"], path).toBeUndefined();
  }
});

test("a request's id is on its answer; a hostile one is replaced", async ({ request }) => {
  const kept = await request.get("/api/me", { headers: { "x-request-id": "gateway-12345" } });
  expect(kept.headers()["x-request-id"]).toBe("gateway-12345");
  for (const hostile of ["x", "a".repeat(200), 'a"}{"level":"fatal', "<script>alert(1)</script>"]) {
    const response = await request.get("/api/me", { headers: { "x-request-id": hostile } });
    expect(response.headers()["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  }
});
