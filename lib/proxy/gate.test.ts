import { type LocalClerk, startLocalClerk } from "@claims-starter/local-clerk";
import { RequestLog } from "@claims-starter/local-service";
import { NextFetchEvent } from "next/dist/server/web/spec-extension/fetch-event";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { type Claims, SESSION_TOKEN_TEMPLATE } from "~/lib/auth/claims";
import { createRootLogger } from "~/lib/logger";
import { findGated } from "~/tests/e2e/support/gated";
import { testUser } from "~/tests/support/backends";

const APP = "http://localhost:3000";
/** A page and an API route that only admins may open, while the app has them. */
const ADMINS = findGated({ role: "admin" })?.path ?? "";
const MODERATORS = findGated({ role: "moderator" })?.path ?? "";
const PRO_API = findGated({ plan: "pro" }, { api: true })?.path ?? "";

/** What the gate would hand on to pages, before Clerk's options are taken off. */
const handedOn = vi.hoisted(() => ({ names: [] as string[] }));
vi.mock("~/lib/proxy/forwarded-options", async (importOriginal) => {
  const original = await importOriginal<typeof import("~/lib/proxy/forwarded-options")>();
  return {
    ...original,
    dropForwardedOptions(headers: Headers) {
      handedOn.names = [...headers.keys()];
      original.dropForwardedOptions(headers);
    },
  };
});

const requests = new RequestLog();
let clerk: LocalClerk;
let proxy: typeof import("~/proxy").default;

const PEOPLE: Record<string, Partial<Claims>> = {
  user_new: { onboardingComplete: false },
  user_plain: {},
  user_admin: { role: "admin" },
};

beforeAll(async () => {
  Object.assign(globalThis, { claimsStarterLogger: createRootLogger("fatal", { write() {} }) });
  const users = Object.entries(PEOPLE).map(([id, claims]) => testUser(id, claims));
  clerk = await startLocalClerk({ users, sessionClaims: SESSION_TOKEN_TEMPLATE, requests });
  vi.stubEnv("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", clerk.publishableKey);
  vi.stubEnv("CLERK_SECRET_KEY", clerk.secretKey);
  vi.stubEnv("CLERK_JWT_KEY", clerk.jwtKey);
  vi.stubEnv("CLERK_API_URL", clerk.url);
  vi.stubEnv("NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED", "1");
  // Loaded only now: Clerk's SDK reads the environment when it is imported.
  ({ default: proxy } = await import("~/proxy"));
});
beforeEach(() => requests.clear());
afterAll(async () => {
  vi.unstubAllEnvs();
  await clerk.close();
});

async function signIn(userId: string): Promise<string> {
  const body = JSON.stringify({ userId, origin: APP });
  const response = await fetch(`${clerk.url}/_local/sign-in`, { method: "POST", body });
  const { cookies } = z
    .object({ cookies: z.array(z.object({ name: z.string(), value: z.string() })) })
    .parse(await response.json());
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

/** Whether the request goes on to its own path. Clerk's middleware writes that as a rewrite, too. */
function isPassed({ status, headers }: Response, path: string): boolean {
  const rewritten = headers.get("x-middleware-rewrite");
  return (
    status === 200 && (rewritten ? rewritten === APP + path : headers.has("x-middleware-next"))
  );
}

/** What only the proxy may say to the app. */
const CHOSEN = {
  "x-nonce": "chosen-by-the-visitor",
  "content-security-policy": "script-src 'nonce-chosen'",
  "x-wanted-path": "/chosen",
  "x-request-id": "chosen, and no id",
};

type Kind = "document" | "empty";

/** What the real proxy answers to this visitor. */
async function ask(
  who: string | null,
  path: string,
  kind: Kind = "document",
  { method = "GET", sent = {} }: { method?: string; sent?: Record<string, string> } = {},
) {
  const cookie = who ? await signIn(who) : "";
  requests.clear();
  const headers = { ...CHOSEN, ...sent, cookie, "sec-fetch-dest": kind };
  const request = new NextRequest(APP + path, { headers, method });
  const event = new NextFetchEvent({ request, page: "/proxy", context: undefined });
  const response = await proxy(request, event);
  if (!response) throw new Error("no answer");
  const at = (name: string) => response.headers.get(name)?.replace(APP, "") ?? null;
  return {
    status: response.status,
    to: at("location"),
    shown: at("x-middleware-rewrite"),
    isPassed: isPassed(response, path),
    response,
  };
}

test.each([
  ...(ADMINS ? [["user_admin", ADMINS] as const] : []),
  ["user_plain", "/dashboard"],
  ["user_new", "/onboarding"],
  [null, "/"],
] as const)("%s is let through to %s, without a call to Clerk", async (who, path) => {
  expect(await ask(who, path)).toMatchObject({ status: 200, isPassed: true });
  expect(requests.list()).toEqual([]);
});

test.each([
  [null, "/dashboard?tab=2", 307, "/sign-in?redirect_url=%2Fdashboard%3Ftab%3D2"],
  ["user_new", "/dashboard", 307, "/onboarding?from=%2Fdashboard"],
])("%s is sent from %s to where they go on", async (who, path, status, to) => {
  expect(await ask(who, path)).toMatchObject({ status, to, isPassed: false });
});

test("a form that was sent without JavaScript isn't sent on with its fields", async () => {
  expect(await ask(null, "/settings", "document", { method: "POST" })).toMatchObject({
    status: 303,
  });
});

test.skipIf(!ADMINS)(
  "a page for others is answered with 403 and says what is missing",
  async () => {
    expect(await ask("user_plain", ADMINS)).toMatchObject({
      status: 403,
      shown: `/unauthorized?from=${encodeURIComponent(ADMINS)}`,
    });
  },
);

test.each([
  ["user_admin", "/dashboardx"],
  ["user_admin", "/Dashboard"],
  ["user_admin", "/dashboard/x"],
  [null, "/nowhere"],
])("to %s, %s, which has no rule, is answered with 404", async (who, path) => {
  for (const kind of ["document", "empty"] as const) {
    const answer = await ask(who, path, kind);
    expect(answer).toMatchObject({ status: 404, shown: "/_not-found", isPassed: false });
  }
});

test.each([
  [null, "/api/me", 401],
  ...(PRO_API ? [["user_new", PRO_API, 403] as const, ["user_plain", PRO_API, 403] as const] : []),
  ["user_admin", "/api/nothing", 404],
] as const)("an API call of %s to %s is answered with %i as JSON", async (who, path, status) => {
  const answer = await ask(who, path, "empty");
  expect(answer).toMatchObject({ status, isPassed: false });
  expect(await answer.response.json()).toMatchObject({ error: { code: expect.any(String) } });
});

test.skipIf(!ADMINS)("the client router's fetches are left to the guard of the page", async () => {
  expect(await ask("user_plain", ADMINS, "empty")).toMatchObject({ isPassed: true });
});

test("every page has a policy with a nonce that no visitor can choose", async () => {
  const policies = await Promise.all(
    [1, 2].map(async () => {
      const { response } = await ask(null, "/");
      return response.headers.get("content-security-policy") ?? "";
    }),
  );
  const nonces = policies.map((policy) => /'nonce-([^']{20,})'/.exec(policy)?.[1]);
  expect(new Set(nonces).size).toBe(2);
  expect(nonces).not.toContain(undefined);
  const { response } = await ask(null, "/");
  const forwarded = response.headers.get("x-middleware-request-x-nonce");
  expect(response.headers.get("content-security-policy")).toContain(`'nonce-${forwarded}'`);
});

test("an API call gets no nonce and no policy, not even the visitor's own", async () => {
  const { response } = await ask("user_admin", "/api/me", "empty");
  expect(response.headers.get("x-middleware-override-headers")).toContain("x-request-id");
  expect(response.headers.get("x-middleware-override-headers")).not.toContain("x-nonce");
  expect(response.headers.get("x-middleware-override-headers")).not.toContain("security-policy");
  expect(response.headers.has("content-security-policy")).toBe(false);
});

test("Clerk takes no time to encrypt its options for pages that don't need them", async () => {
  expect(await ask("user_plain", "/dashboard")).toMatchObject({ isPassed: true });
  expect(handedOn.names).toContain("x-middleware-request-x-nonce");
  expect(handedOn.names.filter((name) => name.includes("x-clerk-request-data"))).toEqual([]);
});

/** What the proxy hands on to the app in the place of a header of the request. */
const forwardedAs = ({ headers }: Response, name: string) =>
  headers.get(`x-middleware-request-${name}`);

test("what a visitor sends in the proxy's own headers reaches no page", async () => {
  const { response, isPassed } = await ask(null, "/?a=1", "document", {
    sent: { "x-clerk-request-data": "chosen" },
  });
  expect(isPassed).toBe(true);
  expect(forwardedAs(response, "x-wanted-path")).toBe("/?a=1");
  const id = response.headers.get("x-request-id");
  expect(id).toMatch(/^[\da-f-]{36}$/);
  expect(forwardedAs(response, "x-request-id")).toBe(id);
  const policy = response.headers.get("content-security-policy");
  expect(forwardedAs(response, "content-security-policy")).toBe(policy);
  expect(forwardedAs(response, "x-clerk-request-data")).toBeNull();
  const listed = response.headers.get("x-middleware-override-headers")?.split(",");
  expect(listed).toContain("x-wanted-path");
  expect(listed).not.toContain("x-clerk-request-data");
});

test("the placeholder for signed-out visitors reaches no page", async () => {
  const { response, isPassed } = await ask(null, "/");
  expect(isPassed).toBe(true);
  expect(response.headers.get("x-middleware-override-headers")).toContain("x-wanted-path");
  expect(forwardedAs(response, "cookie") ?? "").toBe("");
});

test("the answer for monitors is at its own address, and nothing else is let through with it", async () => {
  expect(await ask(null, "/api/health", "empty")).toMatchObject({ isPassed: true });
  for (const path of ["/api/healthy", "/api/health/all", "/api/health%2f"]) {
    expect(await ask(null, path, "empty"), path).toMatchObject({ status: 404, isPassed: false });
  }
});

test("a token with null in it comes from a signed-out visitor", async () => {
  const encode = (text: string) => Buffer.from(text).toString("base64url");
  const token = `${encode('{"alg":"RS256"}')}.${encode("null")}.c2ln`;
  const headers = { cookie: `__session=${token}`, "sec-fetch-dest": "empty" };
  const request = new NextRequest(`${APP}/api/me`, { headers });
  const event = new NextFetchEvent({ request, page: "/proxy", context: undefined });
  await expect(proxy(request, event)).resolves.toHaveProperty("status", 401);
});

const grant = "a role granted a second ago counts, and the next request needn't ask again";
test.skipIf(!MODERATORS)(grant, async () => {
  const cookie = await signIn("user_plain");
  const url = `${clerk.url}/v1/users/user_plain/metadata`;
  const authorization = `Bearer ${clerk.secretKey}`;
  const body = JSON.stringify({ public_metadata: { role: "moderator" } });
  const init = { headers: { authorization, "content-type": "application/json" } };
  await fetch(url, { ...init, method: "PATCH", body });
  async function visit(also = "") {
    const headers = { cookie: cookie + also, "sec-fetch-dest": "document" };
    const request = new NextRequest(APP + MODERATORS, { headers });
    const event = new NextFetchEvent({ request, page: "/proxy", context: undefined });
    const response = (await proxy(request, event)) ?? new Response();
    expect(isPassed(response, MODERATORS)).toBe(true);
    return response.headers.getSetCookie();
  }
  // The first question loads Clerk's SDK, for which its deadline may be too short.
  const [newer = ""] = await vi.waitFor(() => visit(), { timeout: 8_000 });
  requests.clear();
  await visit(`; ${newer.split(";")[0]}`);
  expect(requests.list()).toEqual([]);
});
