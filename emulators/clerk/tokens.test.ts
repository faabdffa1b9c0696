import { verifyToken } from "@clerk/backend";
import { describe, expect, it } from "vitest";
import { APP, Browser } from "./testing/browser.ts";
import {
  ADMIN,
  backendClient,
  PASSWORD,
  type Running,
  startTestClerk,
} from "./testing/local-clerk.ts";

const DOCUMENT = { "sec-fetch-dest": "document", accept: "text/html" };

/** What clerkMiddleware asks of a request for a page of the app. */
function authenticate(clerk: Running, browser: Browser, page: string) {
  const request = new Request(page, { headers: { ...DOCUMENT, cookie: browser.cookieHeader() } });
  return backendClient(clerk).authenticateRequest(request, {
    jwtKey: clerk.jwtKey,
    clockSkewInMs: 1, // instead of five seconds, so that a test need not wait for them
    proxyUrl: `${APP}/__clerk`,
    authorizedParties: [APP],
  });
}

function forgetTokens(browser: Browser): void {
  for (const name of browser.cookies.keys())
    if (name.startsWith("__session")) browser.cookies.delete(name);
}

async function tokenOf(clerk: Running): Promise<string> {
  const { sessions } = backendClient(clerk);
  const session = await sessions.createSession({ userId: ADMIN.id });
  return (await sessions.getToken(session.id)).jwt;
}

/** Follows the handshake as a browser would: to the Frontend API and back to the app. */
async function followHandshake(clerk: Running, browser: Browser, location: string | null) {
  const away = new URL(location ?? "");
  expect(away.origin + away.pathname).toBe(`${APP}/__clerk/v1/client/handshake`);
  const answer = await browser.get(`/v1/client/handshake${away.search}`);
  expect(answer.status).toBe(307);
  const back = answer.headers.get("location") ?? "";
  const state = await authenticate(clerk, browser, back);
  for (const line of state.headers.getSetCookie()) browser.setCookie(line);
  return state;
}

describe("a session token", () => {
  it("is verified without the network, and with it through the JWKS", async () => {
    await using clerk = await startTestClerk();
    const token = await tokenOf(clerk);
    const expected = {
      sub: ADMIN.id,
      metadata: { role: "admin", plan: null, onboardingComplete: true },
    };
    expect(await verifyToken(token, { jwtKey: clerk.jwtKey })).toMatchObject(expected);
    clerk.requests.clear();
    expect(
      await verifyToken(token, { secretKey: clerk.secretKey, apiUrl: clerk.url }),
    ).toMatchObject(expected);
    expect(clerk.requests.list()).toMatchObject([{ path: "/v1/jwks", status: 200 }]);
  });

  it("carries what the Dashboard's template says, and Clerk's own claims whatever it says", async () => {
    const sessionClaims = {
      whole: "{{user.public_metadata}}",
      mail: "mailto:{{user.primary_email_address}}",
      missing: "{{user.public_metadata.nothing}}",
      fallback: "{{user.public_metadata.plan || 'free'}}",
      secret: "{{user.private_metadata.note}}",
      list: ["{{user.id}}", 1],
      sub: "somebody else",
    };
    await using clerk = await startTestClerk({ sessionClaims });
    expect(await verifyToken(await tokenOf(clerk), { jwtKey: clerk.jwtKey })).toMatchObject({
      whole: ADMIN.publicMetadata,
      mail: "mailto:admin@example.com",
      missing: null,
      fallback: "free",
      secret: null,
      list: [ADMIN.id, 1],
      sub: ADMIN.id,
    });
  });
});

describe("a handshake", () => {
  it("gives a stranger a browser cookie and leaves them signed out", async () => {
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);
    const first = await authenticate(clerk, browser, `${APP}/dashboard?tab=1`);
    expect(first).toMatchObject({ status: "handshake", reason: "dev-browser-missing" });

    const state = await followHandshake(clerk, browser, first.headers.get("location"));
    expect(state.status).toBe("signed-out");
    expect(state.headers.get("location")).toBe(`${APP}/dashboard?tab=1`);
    const second = await authenticate(clerk, browser, `${APP}/dashboard`);
    expect(second).toMatchObject({ status: "signed-out", reason: "session-token-and-uat-missing" });
  });

  it("brings back the session of a browser that lost its token", async () => {
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);
    const sessionId = await browser.signIn(ADMIN.email, PASSWORD);
    browser.setCookie("__client_uat=1"); // as clerk-js notes a sign-in, here without its token
    const first = await authenticate(clerk, browser, `${APP}/dashboard`);
    const state = await followHandshake(clerk, browser, first.headers.get("location"));
    expect(state.toAuth()).toMatchObject({ userId: ADMIN.id, sessionId });
    expect((await authenticate(clerk, browser, `${APP}/dashboard`)).toAuth()).toMatchObject({
      userId: ADMIN.id,
    });

    forgetTokens(browser);
    const again = await authenticate(clerk, browser, `${APP}/dashboard`);
    expect(again).toMatchObject({ status: "handshake", reason: "client-uat-but-no-session-token" });
    expect((await followHandshake(clerk, browser, again.headers.get("location"))).status).toBe(
      "signed-in",
    );
  });

  it("goes back to the app only", async () => {
    await using clerk = await startTestClerk();
    const target = encodeURIComponent("https://elsewhere.example.com/");
    const answer = await new Browser(clerk.url).get(`/v1/client/handshake?redirect_url=${target}`);
    expect(answer.status).toBe(400);
  });
});

describe("an expired token", () => {
  async function signedInWithOldToken(clerk: Running): Promise<Browser> {
    const browser = new Browser(clerk.url);
    await browser.signIn(ADMIN.email, PASSWORD);
    browser.setCookie("__client_uat=1");
    await fetch(`${clerk.url}/_local/token-lifetime`, { method: "PUT", body: '{"seconds":1}' });
    const first = await authenticate(clerk, browser, `${APP}/dashboard`);
    await followHandshake(clerk, browser, first.headers.get("location"));
    await fetch(`${clerk.url}/_local/token-lifetime`, { method: "PUT", body: '{"seconds":60}' });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    return browser;
  }

  it("is renewed through the Backend API, with no redirect; a revoked session is not", async () => {
    await using clerk = await startTestClerk();
    const browser = await signedInWithOldToken(clerk);
    clerk.requests.clear();
    const state = await authenticate(clerk, browser, `${APP}/dashboard`);
    expect(state.status).toBe("signed-in");
    expect(clerk.requests.list()).toMatchObject([
      { path: expect.stringMatching(/\/refresh$/), status: 200 },
    ]);
    expect(state.headers.getSetCookie().some((line) => line.startsWith("__session="))).toBe(true);

    const sessionId = state.toAuth()?.sessionId ?? "";
    await backendClient(clerk).sessions.revokeSession(sessionId);
    expect((await authenticate(clerk, browser, `${APP}/dashboard`)).status).toBe("handshake");
  });
});
