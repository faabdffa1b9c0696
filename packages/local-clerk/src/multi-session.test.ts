import { expect, it } from "vitest";
import { Browser } from "./testing/browser.ts";
import { ADMIN, backendClient, PASSWORD, startTestClerk } from "./testing/local-clerk.ts";

const MEMBER = { id: "user_member", email: "member@example.com", password: PASSWORD };
const start = () => startTestClerk({ users: [ADMIN, MEMBER], multiSession: true });

it("one browser is signed in to two accounts, and the one that it used last is active", async () => {
  await using clerk = await start();
  const browser = new Browser(clerk.url);
  expect(await browser.get("/v1/environment")).toMatchObject({
    body: { auth_config: { single_session_mode: false } },
  });
  const first = await browser.signIn(ADMIN.email, PASSWORD);
  const second = await browser.signIn(MEMBER.email, PASSWORD);
  expect((await browser.get("/v1/client")).body).toMatchObject({
    response: {
      sessions: [
        { id: first, status: "active", user: { id: ADMIN.id } },
        { id: second, status: "active", user: { id: MEMBER.id } },
      ],
      last_active_session_id: second,
    },
  });

  const touched = await browser.post(`/v1/client/sessions/${first}/touch`);
  expect(touched.body).toMatchObject({ client: { last_active_session_id: first } });
});

it("signing out of one account leaves the other, and its cookie", async () => {
  await using clerk = await start();
  const browser = new Browser(clerk.url);
  const first = await browser.signIn(ADMIN.email, PASSWORD);
  const second = await browser.signIn(MEMBER.email, PASSWORD);
  const refresh = () => [...browser.cookies].find(([name]) => name.startsWith("__refresh"))?.[1];
  const ofSecond = refresh();
  const left = await browser.post(`/v1/client/sessions/${second}/remove`);
  expect(left.body).toMatchObject({
    response: { status: "removed" },
    client: { sessions: [{ id: first }], last_active_session_id: first },
  });
  expect(refresh()).toEqual(expect.any(String));
  expect(refresh()).not.toBe(ofSecond);

  await browser.delete("/v1/client/sessions");
  expect((await browser.get("/v1/client")).body).toMatchObject({ response: { sessions: [] } });
  expect(refresh()).toBeUndefined();
});

it("who is signed in already is told the session, which clerk-js then makes the active one", async () => {
  await using clerk = await start();
  const browser = new Browser(clerk.url);
  const session = await browser.signIn(ADMIN.email, PASSWORD);
  await browser.signIn(MEMBER.email, PASSWORD);
  const again = await browser.post("/v1/client/sign_ins", { identifier: ADMIN.email });
  expect(again).toMatchObject({
    status: 400,
    body: { errors: [{ code: "identifier_already_signed_in", meta: { session_id: session } }] },
  });
});

it("a ticket for the same account starts one more session, as impersonation does", async () => {
  await using clerk = await start();
  const browser = new Browser(clerk.url);
  await browser.signIn(ADMIN.email, PASSWORD);
  const { token } = await backendClient(clerk).actorTokens.create({
    userId: ADMIN.id,
    expiresInSeconds: 60,
    actor: { sub: MEMBER.id },
  });
  const signIn = await browser.post("/v1/client/sign_ins", {
    strategy: "ticket",
    ticket: token ?? "",
  });
  expect(signIn.body).toMatchObject({
    client: { sessions: [{ actor: null }, { actor: { sub: MEMBER.id } }] },
  });
});
