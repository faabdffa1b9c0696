import { generateKeyPairSync } from "node:crypto";
import { type LocalClerk, startLocalClerk } from "@claims-starter/local-clerk";
import { NextFetchEvent } from "next/dist/server/web/spec-extension/fetch-event";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { createRootLogger } from "~/lib/logger";
import { reportRefusedSession } from "~/lib/proxy/refused-session";
import { testUser } from "~/tests/support/backends";

const APP = "http://localhost:3000";
let clerk: LocalClerk;
let proxy: typeof import("~/proxy").default;
const lines: string[] = [];

beforeAll(async () => {
  Object.assign(globalThis, {
    claimsStarterLogger: createRootLogger("warn", { write: (line) => lines.push(line) }),
  });
  clerk = await startLocalClerk({ users: [testUser("user_1")], sessionClaims: { metadata: {} } });
  vi.stubEnv("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", clerk.publishableKey);
  vi.stubEnv("CLERK_SECRET_KEY", clerk.secretKey);
  vi.stubEnv("CLERK_API_URL", clerk.url);
  vi.stubEnv("NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED", "1");
  // Loaded only now: Clerk's SDK reads the environment when it is imported.
  ({ default: proxy } = await import("~/proxy"));
});
beforeEach(() => {
  vi.stubEnv("CLERK_JWT_KEY", clerk.jwtKey);
  vi.stubEnv("CLERK_AUTHORIZED_PARTIES", undefined);
  lines.length = 0;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await clerk.close();
});

function control(method: string, path: string, body: object): Promise<Response> {
  return fetch(`${clerk.url}/_local${path}`, { method, body: JSON.stringify(body) });
}

/** The cookies of a visitor who signs in when Clerk's clock is `offsetSeconds` ahead of the proxy's. */
async function signIn(offsetSeconds = 0): Promise<string> {
  await control("PUT", "/clock", { offsetSeconds });
  const response = await control("POST", "/sign-in", { userId: "user_1", origin: APP });
  const { cookies } = z
    .object({ cookies: z.array(z.object({ name: z.string(), value: z.string() })) })
    .parse(await response.json());
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

/** What the real proxy answers: to an API call, or to a document, which can be sent to Clerk and back. */
async function ask(cookie: string, destination: "empty" | "document"): Promise<number | undefined> {
  const headers = { cookie, "sec-fetch-dest": destination };
  const request = new NextRequest(`${APP}/api/me`, { headers });
  const event = new NextFetchEvent({ request, page: "/proxy", context: undefined });
  return (await proxy(request, event))?.status;
}

const reasons = () => lines.map((line): unknown => JSON.parse(line).reason);

test("a session that is accepted logs nothing", async () => {
  expect(await ask(await signIn(), "empty")).toBe(200);
  expect(lines).toEqual([]);
});

test("the key of another instance is logged once, without the token", async () => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  vi.stubEnv("CLERK_JWT_KEY", publicKey.export({ type: "spki", format: "pem" }).toString());
  const cookie = await signIn();
  expect(await ask(cookie, "empty")).toBe(401);
  expect(await ask(cookie, "document")).toBe(401);
  expect(reasons()).toEqual(["token-invalid-signature"]);
  expect(lines[0]).toContain("npm run doctor");
  expect(lines[0]).not.toContain("eyJ");
});

test("an origin that isn't among the authorized parties is logged and named", async () => {
  vi.stubEnv("CLERK_AUTHORIZED_PARTIES", "https://example.com");
  expect(await ask(await signIn(), "empty")).toBe(401);
  expect(reasons()).toEqual(["token-invalid-authorized-parties"]);
  expect(lines[0]).toContain(APP);
});

test("a clock that is behind Clerk's is logged, though the visitor is sent to Clerk", async () => {
  expect(await ask(await signIn(30), "document")).toBe(307);
  expect(reasons()).toEqual(["session-token-nbf"]);
  expect(lines[0]).toContain("Current date");
});

test("an expired token, and no token, are normal", async () => {
  const cookie = await signIn(-3_600);
  expect(await ask(cookie, "empty")).toBe(401);
  await ask(cookie, "document");
  await ask("", "empty");
  await ask("", "document");
  expect(lines).toEqual([]);
});

function report(reason: string, now?: number): void {
  reportRefusedSession(new Headers({ "x-clerk-auth-reason": reason }), now);
}

test("a reason is logged again after a minute, with how many were left out", () => {
  for (const now of [0, 59_999, 60_000]) report("jwk-kid-mismatch", now);
  expect(lines.map((line): unknown => JSON.parse(line).leftOut)).toEqual([0, 1]);
});

test.each([
  ["token-expired"],
  ["session-token-expired-refresh-null"],
  ["session-token-iat-before-client-uat"],
  ["session-token-but-no-client-uat"],
  ["token-type-mismatch"],
  ["dev-browser-missing"],
])("the reason %s is normal", (reason) => {
  report(reason);
  expect(lines).toEqual([]);
});
