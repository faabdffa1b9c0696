import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { APP, Browser, text } from "./testing/browser.ts";
import {
  ADMIN,
  backendClient,
  PASSWORD,
  type Running,
  startTestClerk,
} from "./testing/local-clerk.ts";

const PENDING = { status: "pending", tasks: [{ key: "reset-password" }] };
const ACTIVE = { status: "active", tasks: null };
const NEW_PASSWORD = "another horse battery";

async function tokenOf(browser: Browser, sessionId: string): Promise<string> {
  return text(await browser.post(`/v1/client/sessions/${sessionId}/tokens`), "jwt");
}

/** What the app's middleware makes of a token. */
async function authOf(clerk: Running, token: string) {
  const headers = { authorization: `Bearer ${token}` };
  const { jwtKey } = clerk;
  const state = await backendClient(clerk).authenticateRequest(new Request(APP, { headers }), {
    jwtKey,
  });
  if (state.status !== "signed-in") throw new Error(`the token is ${state.reason}`);
  return state;
}

describe("a password that is marked as compromised", () => {
  it("makes the next session pending until a new one is set, which needs no old one", async () => {
    await using clerk = await startTestClerk();
    const { users, sessions } = backendClient(clerk);
    await users.setPasswordCompromised(ADMIN.id);
    const browser = new Browser(clerk.url);
    const id = await browser.signIn(ADMIN.email, PASSWORD);
    expect((await browser.get("/v1/client")).body).toMatchObject({
      response: { sessions: [PENDING] },
    });
    expect(await sessions.getSession(id)).toMatchObject({ status: "pending" });

    const token = await tokenOf(browser, id);
    expect(decodeJwt(token)).toMatchObject({ sts: "pending" });
    const state = await authOf(clerk, token);
    expect(state.toAuth()).toMatchObject({ userId: null });
    expect(state.toAuth({ treatPendingAsSignedOut: false })).toMatchObject({ userId: ADMIN.id });

    const done = await browser.post("/v1/me/change_password", { new_password: NEW_PASSWORD });
    expect(done.body).toMatchObject({ client: { sessions: [ACTIVE] } });
    const auth = (await authOf(clerk, await tokenOf(browser, id))).toAuth();
    expect(auth).toMatchObject({ userId: ADMIN.id });

    const later = new Browser(clerk.url);
    await later.signIn(ADMIN.email, NEW_PASSWORD);
    expect((await later.get("/v1/client")).body).toMatchObject({
      response: { sessions: [ACTIVE] },
    });
  });

  it("leaves open sessions as they are, unless they are to be revoked", async () => {
    await using clerk = await startTestClerk();
    const { users, sessions } = backendClient(clerk);
    const id = await new Browser(clerk.url).signIn(ADMIN.email, PASSWORD);
    await users.setPasswordCompromised(ADMIN.id);
    expect(await sessions.getSession(id)).toMatchObject({ status: "active" });
    await users.setPasswordCompromised(ADMIN.id, { revokeAllSessions: true });
    expect(await sessions.getSession(id)).toMatchObject({ status: "revoked" });
  });

  it.each([
    ["unmarked", (clerk: Running) => backendClient(clerk).users.unsetPasswordCompromised(ADMIN.id)],
    [
      "changed by the backend",
      (clerk: Running) => backendClient(clerk).users.updateUser(ADMIN.id, { password: PASSWORD }),
    ],
  ])("ends being so when it is %s", async (_, end) => {
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);
    await backendClient(clerk).users.setPasswordCompromised(ADMIN.id);
    await browser.signIn(ADMIN.email, PASSWORD);
    await end(clerk);
    expect((await browser.get("/v1/client")).body).toMatchObject({
      response: { sessions: [ACTIVE] },
    });
  });
});

it("an active session's password changes with the old one only", async () => {
  await using clerk = await startTestClerk();
  const browser = new Browser(clerk.url);
  await browser.signIn(ADMIN.email, PASSWORD);
  const answer = await browser.post("/v1/me/change_password", { new_password: NEW_PASSWORD });
  expect(answer.status).toBe(422);
});
