import { verifyToken } from "@clerk/backend";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, it, vi } from "vitest";
import { APP, Browser, text } from "./testing/browser.ts";
import {
  ADMIN,
  backendClient,
  PASSWORD,
  put,
  type Running,
  startTestClerk,
} from "./testing/local-clerk.ts";

const DOCUMENT = { "sec-fetch-dest": "document", accept: "text/html" };

/** What clerkMiddleware asks of a request for a page of the app. */
function authenticate(
  clerk: Running,
  browser: Browser,
  page: string,
  {
    // One millisecond instead of Clerk's five seconds, so that a test need not wait for them.
    clockSkewInMs = 1,
    ...options
  }: { clockSkewInMs?: number; authorizedParties?: string[] } = {},
) {
  const request = new Request(page, { headers: { ...DOCUMENT, cookie: browser.cookieHeader() } });
  return backendClient(clerk).authenticateRequest(request, {
    jwtKey: clerk.jwtKey,
    proxyUrl: `${APP}/__clerk`,
    clockSkewInMs,
    ...options,
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
async function followHandshake(
  clerk: Running,
  browser: Browser,
  location: string | null,
  options?: Parameters<typeof authenticate>[3],
) {
  const away = new URL(location ?? "");
  expect(away.origin + away.pathname).toBe(`${APP}/__clerk/v1/client/handshake`);
  const answer = await browser.get(`/v1/client/handshake${away.search}`);
  expect(answer.status).toBe(307);
  const back = answer.headers.get("location") ?? "";
  const state = await authenticate(clerk, browser, back, options);
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

  it.each([
    ["token", false],
    ["nonce", true],
  ])(
    "brings back the session of a browser that lost its token, by %s",
    async (_, handshakeNonce) => {
      await using clerk = await startTestClerk({ handshakeNonce });
      const browser = new Browser(clerk.url);
      const sessionId = await browser.signIn(ADMIN.email, PASSWORD);
      browser.setCookie("__client_uat=1"); // as clerk-js notes a sign-in, here without its token
      const first = await authenticate(clerk, browser, `${APP}/dashboard`);
      const state = await followHandshake(clerk, browser, first.headers.get("location"));
      expect(state.toAuth()).toMatchObject({ userId: ADMIN.id, sessionId });
      expect((await authenticate(clerk, browser, `${APP}/dashboard`)).toAuth()).toMatchObject({
        userId: ADMIN.id,
      });

      const calls = clerk.requests.list().map(({ path }) => path);
      expect(calls.includes("/v1/clients/handshake_payload")).toBe(handshakeNonce);

      forgetTokens(browser);
      const again = await authenticate(clerk, browser, `${APP}/dashboard`);
      expect(again).toMatchObject({
        status: "handshake",
        reason: "client-uat-but-no-session-token",
      });
      expect((await followHandshake(clerk, browser, again.headers.get("location"))).status).toBe(
        "signed-in",
      );
    },
  );

  it("keeps the cookies of a nonce out of the URL, and gives them to the secret key once", async () => {
    await using clerk = await startTestClerk();
    await put(clerk, "handshake-nonce", { enabled: true });
    const browser = new Browser(clerk.url);
    await browser.signIn(ADMIN.email, PASSWORD);
    const target = encodeURIComponent(`${APP}/dashboard`);
    const path = `/v1/client/handshake?redirect_url=${target}&format=nonce`;
    const back = new URL((await browser.get(path)).headers.get("location") ?? "");
    const nonce = back.searchParams.get("__clerk_handshake_nonce") ?? "";
    expect([...back.searchParams.keys()]).toEqual(["__clerk_handshake_nonce"]);

    expect((await browser.get(`/v1/clients/handshake_payload?nonce=${nonce}`)).status).toBe(401);
    const { clients } = backendClient(clerk);
    const { directives } = await clients.getHandshakePayload({ nonce });
    expect(directives.some((line) => line.startsWith("__session="))).toBe(true);
    await expect(clients.getHandshakePayload({ nonce })).rejects.toMatchObject({ status: 404 });
  });

  /** Opens a page as a browser does, through up to five handshakes. */
  async function open(clerk: Running, browser: Browser, options: { authorizedParties?: string[] }) {
    let state = await authenticate(clerk, browser, `${APP}/dashboard`, options);
    for (let hop = 0; state.status === "handshake" && hop < 5; hop += 1) {
      for (const line of state.headers.getSetCookie()) browser.setCookie(line);
      state = await followHandshake(clerk, browser, state.headers.get("location"), options);
    }
    return state;
  }

  it("signs out where authorizedParties is set, because its token has no azp", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(console, "log").mockImplementation(() => {});
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);
    await browser.signIn(ADMIN.email, PASSWORD);
    browser.setCookie("__client_uat=1");
    const strict = await open(clerk, browser, { authorizedParties: [APP] });
    expect(strict.toAuth()).toMatchObject({ userId: null });
    expect(console.error).toHaveBeenCalledWith(
      expect.anything(),
      expect.objectContaining({ message: expect.stringContaining("(azp) undefined") }),
    );
    forgetTokens(browser);
    browser.cookies.delete("__clerk_redirect_count");
    expect((await open(clerk, browser, {})).toAuth()).toMatchObject({ userId: ADMIN.id });
    vi.restoreAllMocks();
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
    await put(clerk, "token-lifetime", { seconds: 1 });
    const first = await authenticate(clerk, browser, `${APP}/dashboard`);
    await followHandshake(clerk, browser, first.headers.get("location"));
    await put(clerk, "token-lifetime", { seconds: 60 });
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

describe("the session minter", () => {
  /** What clerk-js sends: the previous token, and for getToken({ skipCache: true }) the last one. */
  async function renew(browser: Browser, sessionId: string, form: Record<string, string> = {}) {
    const answer = await browser.post(`/v1/client/sessions/${sessionId}/tokens`, form);
    return text(answer, "jwt");
  }

  /** A browser with a token, and then another role for its user, in a later second. */
  async function signInAndChangeRole(clerk: Running) {
    const browser = new Browser(clerk.url);
    const sessionId = await browser.signIn(ADMIN.email, PASSWORD);
    const token = await renew(browser, sessionId);
    await backendClient(clerk).users.updateUserMetadata(ADMIN.id, {
      publicMetadata: { role: "user" },
    });
    await put(clerk, "clock", { offsetSeconds: 2 });
    return { browser, sessionId, token };
  }

  function oiatOf(token: string): unknown {
    return decodeProtectedHeader(token).oiat;
  }

  it("is said to clerk-js, and off unless it was asked for", async () => {
    const minter = async (clerk: Running) =>
      (await new Browser(clerk.url).patch("/v1/environment", {})).body;
    await using off = await startTestClerk();
    expect(await minter(off)).toMatchObject({ auth_config: { session_minter: false } });
    await using on = await startTestClerk({ sessionMinter: true });
    expect(await minter(on)).toMatchObject({ auth_config: { session_minter: true } });
  });

  it("renews with new times, and with the claims and the oiat of the previous token", async () => {
    await using clerk = await startTestClerk({ sessionMinter: true });
    const { browser, sessionId, token } = await signInAndChangeRole(clerk);
    const renewed = await renew(browser, sessionId, { token });

    const [before, after] = [decodeJwt(token), decodeJwt(renewed)];
    expect(after).toMatchObject({ metadata: { role: "admin" }, sid: sessionId, sub: ADMIN.id });
    expect(after.iat).toBeGreaterThanOrEqual((before.iat ?? 0) + 2);
    expect((after.exp ?? 0) - (after.iat ?? 0)).toBe(60);
    expect(after.jti).not.toBe(before.jti);
    expect(oiatOf(renewed)).toBe(oiatOf(token));
    expect(await verifyToken(renewed, { jwtKey: clerk.jwtKey })).toMatchObject({ sid: sessionId });
    // However often.
    expect(oiatOf(await renew(browser, sessionId, { token: renewed }))).toBe(oiatOf(token));
  });

  it.each(["force_origin", "forceOrigin"])("asks the origin at %s=true", async (name) => {
    await using clerk = await startTestClerk({ sessionMinter: true });
    const { browser, sessionId, token } = await signInAndChangeRole(clerk);
    const path = `/v1/client/sessions/${sessionId}/tokens`;
    const inForm = await browser.post(path, { token, [name]: "true" });
    const inQuery = await browser.post(`${path}?${name}=true`, { token });
    for (const answer of [inForm, inQuery]) {
      const renewed = text(answer, "jwt");
      expect(decodeJwt(renewed)).toMatchObject({ metadata: { role: "user" } });
      expect(oiatOf(renewed)).toBe(decodeJwt(renewed).iat);
    }
  });

  it("asks the origin without a previous token, or with one that is not this session's", async () => {
    await using clerk = await startTestClerk({ sessionMinter: true });
    const { browser, sessionId, token } = await signInAndChangeRole(clerk);
    const forged = `${token.slice(0, -4)}AAAA`;
    for (const form of [{}, { token: "" }, { token: "no token" }, { token: forged }]) {
      expect(decodeJwt(await renew(browser, sessionId, form))).toMatchObject({
        metadata: { role: "user" },
      });
    }
    const other = new Browser(clerk.url);
    const otherId = await other.signIn(ADMIN.email, PASSWORD);
    const renewed = decodeJwt(await renew(other, otherId, { token }));
    expect(renewed).toMatchObject({ sid: otherId, metadata: { role: "user" } });
  });

  it("copies from an expired token too", async () => {
    await using clerk = await startTestClerk({ sessionMinter: true });
    const { browser, sessionId, token } = await signInAndChangeRole(clerk);
    await put(clerk, "clock", { offsetSeconds: 120 });
    expect(decodeJwt(await renew(browser, sessionId, { token }))).toMatchObject({
      metadata: { role: "admin" },
    });
  });

  it("leaves every other token to the origin", async () => {
    await using clerk = await startTestClerk({ sessionMinter: true });
    const { browser, sessionId } = await signInAndChangeRole(clerk);
    await put(clerk, "clock", { offsetSeconds: 0 });
    const touched = await browser.post(`/v1/client/sessions/${sessionId}/touch`);
    browser.setCookie("__client_uat=1");
    const first = await authenticate(clerk, browser, `${APP}/dashboard`);
    await followHandshake(clerk, browser, first.headers.get("location"));
    for (const token of [
      text(touched, "response", "last_active_token", "jwt"),
      browser.cookies.get("__session") ?? "",
      (await backendClient(clerk).sessions.getToken(sessionId)).jwt,
    ]) {
      expect(decodeJwt(token)).toMatchObject({ metadata: { role: "user" } });
      expect(oiatOf(token)).toBe(decodeJwt(token).iat);
    }
  });

  it("is switched by the control API, and back by a reset", async () => {
    await using clerk = await startTestClerk();
    await put(clerk, "session-minter", { enabled: true });
    const { browser, sessionId, token } = await signInAndChangeRole(clerk);
    expect(decodeJwt(await renew(browser, sessionId, { token }))).toMatchObject({
      metadata: { role: "admin" },
    });
    await put(clerk, "session-minter", { enabled: false });
    expect(decodeJwt(await renew(browser, sessionId, { token }))).toMatchObject({
      metadata: { role: "user" },
    });

    await put(clerk, "session-minter", { enabled: true });
    await clerk.reset();
    expect((await browser.patch("/v1/environment", {})).body).toMatchObject({
      auth_config: { session_minter: false },
    });
  });
});

describe("a clock that differs from the app's", () => {
  const seconds = () => Math.floor(Date.now() / 1000);

  it("shifts tokens and what is written of users, until a reset", async () => {
    await using clerk = await startTestClerk();
    const { users } = backendClient(clerk);
    await put(clerk, "clock", { offsetSeconds: 30 });
    const { updatedAt } = await users.updateUser(ADMIN.id, { firstName: "New" });
    expect(updatedAt - Date.now()).toBeGreaterThan(28_000);
    const token = await tokenOf(clerk);
    const { iat, exp, nbf } = decodeJwt(token);
    expect([iat, exp, nbf].map((time = 0) => Math.round((time - seconds()) / 5) * 5)).toEqual([
      30, 90, 20,
    ]);
    expect(decodeProtectedHeader(token).oiat).toBe(iat);

    await clerk.reset();
    expect((await users.getUser(ADMIN.id)).updatedAt - Date.now()).toBeLessThan(1_000);
    expect((decodeJwt(await tokenOf(clerk)).iat ?? 0) - seconds()).toBeLessThan(2);
  });

  const CLERKS_SKEW = { clockSkewInMs: 5_000 };

  /** A browser with a session of that clock, but without a token yet. */
  async function signInAt(clerk: Running, offsetSeconds: number): Promise<Browser> {
    await put(clerk, "clock", { offsetSeconds });
    const browser = new Browser(clerk.url);
    await browser.signIn(ADMIN.email, PASSWORD);
    browser.setCookie("__client_uat=1");
    return browser;
  }

  it.each([-30, 4])("is no problem for the SDK at %i s", async (offsetSeconds) => {
    await using clerk = await startTestClerk();
    const browser = await signInAt(clerk, offsetSeconds);
    const first = await authenticate(clerk, browser, `${APP}/dashboard`, CLERKS_SKEW);
    const location = first.headers.get("location");
    expect((await followHandshake(clerk, browser, location, CLERKS_SKEW)).status).toBe("signed-in");
    expect(
      (await authenticate(clerk, browser, `${APP}/dashboard`, CLERKS_SKEW)).toAuth(),
    ).toMatchObject({ userId: ADMIN.id });
  });

  /**
   * @clerk/backend allows five seconds. Beyond that a development instance is signed in on the page
   * that the handshake leads to, with a warning, and sent away again at the next: the third time in a
   * row the SDK gives up, and the visitor is signed out.
   */
  it("sends every page to a handshake when Clerk is 30 s ahead, and signs out at the third", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(console, "log").mockImplementation(() => {});
    await using clerk = await startTestClerk();
    const browser = await signInAt(clerk, 30);
    const page = () => authenticate(clerk, browser, `${APP}/dashboard`, CLERKS_SKEW);
    for (const reason of ["client-uat-but-no-session-token", "session-token-nbf"]) {
      const state = await page();
      expect(state).toMatchObject({ status: "handshake", reason });
      for (const line of state.headers.getSetCookie()) browser.setCookie(line);
      const location = state.headers.get("location");
      expect((await followHandshake(clerk, browser, location, CLERKS_SKEW)).status).toBe(
        "signed-in",
      );
    }
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining("Clock skew detected"));
    const third = await page();
    expect(third.status).toBe("handshake");
    for (const line of third.headers.getSetCookie()) browser.setCookie(line);
    expect(await page()).toMatchObject({ status: "signed-out", reason: "session-token-nbf" });
    vi.restoreAllMocks();
  });

  it("is forgiven when the app allows for it with clockSkewInMs", async () => {
    const allowance = { clockSkewInMs: 35_000 };
    await using clerk = await startTestClerk();
    const browser = await signInAt(clerk, 30);
    const first = await authenticate(clerk, browser, `${APP}/dashboard`, allowance);
    await followHandshake(clerk, browser, first.headers.get("location"), allowance);
    const state = await authenticate(clerk, browser, `${APP}/dashboard`, allowance);
    expect(state.toAuth()).toMatchObject({ userId: ADMIN.id });
  });
});
