import { request } from "node:http";
import { verifyToken } from "@clerk/backend";
import { clerkFrontendApiProxy } from "@clerk/backend/proxy";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isLocalHost, isLoopback } from "./local-only.ts";
import { APP, Browser } from "./testing/browser.ts";
import {
  ADMIN,
  backendClient,
  PASSWORD,
  type Running,
  startTestClerk,
} from "./testing/local-clerk.ts";

function users(clerk: Running) {
  return backendClient(clerk).users;
}

function call(
  clerk: Running,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  return fetch(`${clerk.url}/_local/${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const cookiesSchema = z.object({
  cookies: z.array(z.object({ name: z.string(), value: z.string(), httpOnly: z.boolean() })),
});

async function signInCookies(clerk: Running, origin?: string) {
  const answer = await call(clerk, "POST", "sign-in", { userId: ADMIN.id, origin });
  return cookiesSchema.parse(await answer.json()).cookies;
}

describe("a fault", () => {
  it("answers with its status, headers and Clerk's words, as often as it was told", async () => {
    await using clerk = await startTestClerk();
    const fault = {
      match: "GET /v1/users/*",
      status: 429,
      headers: { "retry-after": "7" },
      times: 1,
    };
    expect((await call(clerk, "POST", "faults", fault)).status).toBe(201);
    expect(await (await call(clerk, "GET", "faults")).json()).toEqual([fault]);

    await expect(users(clerk).getUser(ADMIN.id)).rejects.toMatchObject({
      status: 429,
      retryAfter: 7,
      errors: [{ code: "too_many_requests" }],
    });
    await expect(users(clerk).getUser(ADMIN.id)).resolves.toMatchObject({ id: ADMIN.id });
  });

  it("sends a body of text as it is, so JSON can be broken", async () => {
    await using clerk = await startTestClerk();
    clerk.faults.add({ match: "GET /v1/users/*", status: 200, body: '{"object":' });
    await expect(users(clerk).getUser(ADMIN.id)).rejects.toMatchObject({
      errors: [{ code: "unexpected_error" }],
    });
  });

  it("makes a call slow that still succeeds", async () => {
    await using clerk = await startTestClerk();
    clerk.faults.add({ match: "GET /v1/users/*", delayMs: 200 });
    const start = performance.now();
    await users(clerk).getUser(ADMIN.id);
    expect(performance.now() - start).toBeGreaterThan(190);
  });

  it("drops the connection", async () => {
    await using clerk = await startTestClerk();
    clerk.faults.add({ match: "PATCH /v1/*", dropConnection: true });
    const write = users(clerk).updateUserMetadata(ADMIN.id, { publicMetadata: { role: "user" } });
    await expect(write).rejects.toMatchObject({ errors: [{ code: "unexpected_error" }] });
    expect((await users(clerk).getUser(ADMIN.id)).publicMetadata).toEqual(ADMIN.publicMetadata);
  });

  it("breaks an answer off in its middle", async () => {
    await using clerk = await startTestClerk();
    clerk.faults.add({ match: "GET /v1/users/*", truncate: true });
    const read = users(clerk).getUser(ADMIN.id);
    await expect(read).rejects.toMatchObject({ errors: [{ code: "unexpected_error" }] });
    clerk.faults.clear();
    expect((await users(clerk).getUser(ADMIN.id)).id).toBe(ADMIN.id);
  });

  it("hangs, which does not keep close() waiting", async () => {
    const clerk = await startTestClerk();
    clerk.faults.add({ match: "* /v1/users/*", hang: true });
    const hung = expect(users(clerk).getUser(ADMIN.id)).rejects.toBeDefined();
    await expect.poll(() => clerk.requests.list()).toMatchObject([{ status: 0 }]);
    await clerk.close();
    await hung;
  });

  it("reaches what clerk-js sends as POST with _method, under either name", async () => {
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);
    clerk.faults.add({ match: "DELETE /v1/client/sessions", status: 500, times: 1 });
    clerk.faults.add({ match: "POST /v1/client/sessions", status: 503, times: 1 });
    expect((await browser.delete("/v1/client/sessions")).status).toBe(500);
    expect((await browser.delete("/v1/client/sessions")).status).toBe(503);
    expect((await browser.delete("/v1/client/sessions")).status).toBe(200);
  });

  it("names the field of a bad one", async () => {
    await using clerk = await startTestClerk();
    const answer = await call(clerk, "POST", "faults", { match: "GET /v1/*", status: 42 });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("status");
  });
});

it("writes down every call, until it is told to forget them", async () => {
  await using clerk = await startTestClerk();
  await users(clerk).getUser(ADMIN.id);
  await new Browser(clerk.url).get("/v1/client?_clerk_js_version=6");
  const log = await (await call(clerk, "GET", "requests")).json();
  expect(log).toEqual([
    { method: "GET", path: `/v1/users/${ADMIN.id}`, status: 200, api: "backend" },
    { method: "GET", path: "/v1/client", status: 200, api: "frontend" },
  ]);
  await call(clerk, "DELETE", "requests");
  expect(clerk.requests.list()).toEqual([]);
});

it("signs a user in without the form, with the cookies of a handshake", async () => {
  await using clerk = await startTestClerk();
  const cookies = await signInCookies(clerk, APP);
  const browser = new Browser(clerk.url);
  for (const { name, value } of cookies) browser.cookies.set(name, value);

  const state = await backendClient(clerk).authenticateRequest(
    new Request(`${APP}/dashboard`, {
      headers: { cookie: browser.cookieHeader(), "sec-fetch-dest": "document" },
    }),
    { jwtKey: clerk.jwtKey, authorizedParties: [APP] },
  );
  expect(state.toAuth()).toMatchObject({ userId: ADMIN.id });
  expect((await browser.get("/v1/me")).body).toMatchObject({ response: { id: ADMIN.id } });
  expect(cookies.filter((cookie) => cookie.httpOnly).map((cookie) => cookie.name)).toEqual([
    "__client",
    expect.stringMatching(/^__refresh_/),
  ]);
});

it("shows a Dashboard that nobody set up, and the default again", async () => {
  await using clerk = await startTestClerk();
  const claims = async () => {
    const session = (await signInCookies(clerk)).find(({ name }) => name === "__session");
    return verifyToken(session?.value ?? "", { jwtKey: clerk.jwtKey });
  };
  await call(clerk, "PUT", "session-claims", null);
  expect(await claims()).not.toHaveProperty("metadata");
  await call(clerk, "PUT", "session-claims", { role: "{{user.public_metadata.role}}" });
  expect(await claims()).toMatchObject({ role: "admin" });
  await call(clerk, "DELETE", "session-claims");
  expect(await claims()).toMatchObject({ metadata: { role: "admin" } });
});

it("adds many users at once", async () => {
  await using clerk = await startTestClerk();
  const many = Array.from({ length: 300 }, (_, i) => ({
    id: `user_${i}`,
    email: `person${i}@example.com`,
    password: PASSWORD,
  }));
  const answer = await call(clerk, "POST", "users", many);
  expect(await answer.json()).toEqual({ added: 300 });
  expect(await users(clerk).getCount()).toBe(301);
});

it("resets over HTTP, with faults and settings", async () => {
  await using clerk = await startTestClerk();
  await call(clerk, "POST", "faults", { match: "*", status: 500 });
  await call(clerk, "PUT", "session-claims", null);
  await users(clerk)
    .deleteUser(ADMIN.id)
    .catch(() => {});
  expect((await call(clerk, "POST", "reset")).status).toBe(204);
  await expect(users(clerk).getUser(ADMIN.id)).resolves.toMatchObject({ id: ADMIN.id });
});

describe("control is refused", () => {
  it("to web pages", async () => {
    await using clerk = await startTestClerk();
    for (const headers of [
      { origin: "https://elsewhere.example.com" },
      { "sec-fetch-site": "cross-site" },
    ]) {
      expect((await call(clerk, "POST", "reset", undefined, headers)).status).toBe(403);
    }
  });

  it("to what came through the app's Frontend API proxy, which anyone who reaches the app can use", async () => {
    await using clerk = await startTestClerk();
    const throughProxy = () =>
      clerkFrontendApiProxy(
        new Request(`${APP}/__clerk/_local/sign-in`, {
          method: "POST",
          // Named so, the proxy leaves a header of its caller out; its own it sets afterwards.
          headers: { connection: "clerk-proxy-url, x-forwarded-host" },
          body: JSON.stringify({ userId: ADMIN.id }),
        }),
        { fapiUrl: clerk.url, publishableKey: clerk.publishableKey, secretKey: clerk.secretKey },
      );
    expect((await throughProxy()).status).toBe(403);
    for (const name of ["x-forwarded-for", "forwarded", "via"]) {
      expect((await call(clerk, "GET", "requests", undefined, { [name]: "x" })).status).toBe(403);
    }
  });

  it("under a name that is not this machine's, as after DNS rebinding", async () => {
    await using clerk = await startTestClerk();
    const status = await new Promise((resolve, reject) => {
      // fetch() does not let a caller choose the Host header
      const headers = { host: "elsewhere.example.com" };
      request(`${clerk.url}/_local/requests`, { headers }, (answer) =>
        resolve(answer.resume().statusCode),
      )
        .on("error", reject)
        .end();
    });
    expect(status).toBe(403);
  });

  it("to other machines", () => {
    expect(["127.0.0.1", "::1", "::ffff:127.0.0.1"].every(isLoopback)).toBe(true);
    expect(
      ["192.168.1.7", "10.0.0.1", "::ffff:10.0.0.1", "1127.0.0.1", undefined].some(isLoopback),
    ).toBe(false);
    expect(["localhost:3000", "127.0.0.1", "[::1]:80"].every(isLocalHost)).toBe(true);
    expect(["localhost.example.com", "example.com", "", undefined].some(isLocalHost)).toBe(false);
  });
});
