import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { Browser, text } from "./testing/browser.ts";
import { ADMIN, backendClient, PASSWORD, startTestClerk } from "./testing/local-clerk.ts";

const OTHER = { id: "user_other", email: "other@example.com", password: PASSWORD };

describe("an actor token", () => {
  it("signs somebody in as another user, and every token says who they are", async () => {
    await using clerk = await startTestClerk({ users: [ADMIN, OTHER] });
    const { actorTokens, sessions } = backendClient(clerk);
    const { token } = await actorTokens.create({
      userId: OTHER.id,
      actor: { sub: ADMIN.id },
      sessionMaxDurationInSeconds: 600,
    });
    const browser = new Browser(clerk.url);
    const form = { strategy: "ticket", ticket: token ?? "" };
    const done = await browser.post("/v1/client/sign_ins", form);
    expect(done.body).toMatchObject({
      client: { sessions: [{ actor: { sub: ADMIN.id }, user: { id: OTHER.id } }] },
    });
    const id = text(done, "response", "created_session_id");
    const { jwt } = await sessions.getToken(id);
    expect(decodeJwt(jwt)).toMatchObject({ sub: OTHER.id, act: { sub: ADMIN.id } });
    const session = await sessions.getSession(id);
    expect(session.expireAt - session.createdAt).toBe(600_000);
    expect((await new Browser(clerk.url).post("/v1/client/sign_ins", form)).status).toBe(400);
  });

  it("is worth nothing once it is revoked", async () => {
    await using clerk = await startTestClerk({ users: [ADMIN, OTHER] });
    const { actorTokens } = backendClient(clerk);
    const made = await actorTokens.create({ userId: OTHER.id, actor: { sub: ADMIN.id } });
    expect(await actorTokens.revoke(made.id)).toMatchObject({ status: "revoked", token: null });
    await expect(actorTokens.revoke(made.id)).rejects.toMatchObject({ status: 400 });
    const form = { strategy: "ticket", ticket: made.token ?? "" };
    expect((await new Browser(clerk.url).post("/v1/client/sign_ins", form)).status).toBe(400);
  });
});

describe("an invitation", () => {
  it("signs up with its ticket, whose address needs no code, and brings its metadata", async () => {
    await using clerk = await startTestClerk();
    const { invitations } = backendClient(clerk);
    const invitation = await invitations.createInvitation({
      emailAddress: "new@example.com",
      publicMetadata: { role: "user" },
      redirectUrl: "http://localhost:3000/join",
    });
    const url = new URL(invitation.url ?? "");
    expect(url.searchParams.get("__clerk_status")).toBe("sign_up");

    const browser = new Browser(clerk.url);
    const ticket = url.searchParams.get("__clerk_ticket") ?? "";
    const started = await browser.post("/v1/client/sign_ups", { strategy: "ticket", ticket });
    expect(started.body).toMatchObject({
      response: {
        email_address: "new@example.com",
        unverified_fields: [],
        missing_fields: ["password"],
      },
    });
    const path = `/v1/client/sign_ups/${text(started, "response", "id")}`;
    const done = await browser.patch(path, { password: PASSWORD });
    expect(done.body).toMatchObject({
      response: { status: "complete" },
      client: { sessions: [{ user: { public_metadata: { role: "user" } } }] },
    });
    const list = await invitations.getInvitationList({ status: "accepted" });
    expect(list).toMatchObject({ data: [{ id: invitation.id }], totalCount: 1 });
    const again = { strategy: "ticket", ticket };
    expect((await new Browser(clerk.url).post("/v1/client/sign_ups", again)).status).toBe(400);
  });

  it("does not vouch for another address", async () => {
    await using clerk = await startTestClerk();
    const { url } = await backendClient(clerk).invitations.createInvitation({
      emailAddress: "new@example.com",
    });
    const ticket = new URLSearchParams(url?.split("?")[1]).get("__clerk_ticket") ?? "";
    const form = { ticket, email_address: "other@example.com", password: PASSWORD };
    const started = await new Browser(clerk.url).post("/v1/client/sign_ups", form);
    expect(started.body).toMatchObject({ response: { unverified_fields: ["email_address"] } });
  });

  it("is made once an address, unless that is wished, and goes with a revoke", async () => {
    await using clerk = await startTestClerk();
    const { invitations } = backendClient(clerk);
    const params = { emailAddress: "new@example.com" };
    const first = await invitations.createInvitation(params);
    await expect(invitations.createInvitation(params)).rejects.toMatchObject({ status: 400 });
    await expect(invitations.createInvitation({ emailAddress: ADMIN.email })).rejects.toMatchObject(
      { errors: [{ code: "form_identifier_exists" }] },
    );
    const bulk = await invitations.createInvitationBulk([{ ...params, ignoreExisting: true }]);
    expect(bulk).toMatchObject([{ status: "pending" }]);

    expect(await invitations.revokeInvitation(first.id)).toMatchObject({ status: "revoked" });
    expect((await invitations.getInvitationList()).totalCount).toBe(1);
    const ticket = new URLSearchParams(first.url?.split("?")[1]).get("__clerk_ticket") ?? "";
    expect((await new Browser(clerk.url).post("/v1/client/sign_ups", { ticket })).status).toBe(400);
    await invitations.deleteInvitation(first.id);
    await expect(invitations.revokeInvitation(first.id)).rejects.toMatchObject({ status: 404 });
  });
});

it("the waitlist is joined, invited from, and completed by signing up", async () => {
  await using clerk = await startTestClerk();
  const { waitlistEntries } = backendClient(clerk);
  const joined = await new Browser(clerk.url).post("/v1/waitlist", {
    email_address: "new@example.com",
  });
  expect(joined.body).toMatchObject({ object: "waitlist" });
  const [entry] = (await waitlistEntries.list({ status: "pending" })).data;
  const invited = await waitlistEntries.invite(entry?.id ?? "");
  expect(invited).toMatchObject({ status: "invited", invitation: { status: "pending" } });

  const ticket = new URLSearchParams(invited.invitation?.url?.split("?")[1]).get("__clerk_ticket");
  const form = { ticket: ticket ?? "", password: PASSWORD };
  await new Browser(clerk.url).post("/v1/client/sign_ups", form);
  expect((await waitlistEntries.list({ query: "new@" })).data).toMatchObject([
    { status: "completed" },
  ]);

  const [second] = await waitlistEntries.createBulk([{ emailAddress: "second@example.com" }]);
  expect(await waitlistEntries.reject(second?.id ?? "")).toMatchObject({ status: "rejected" });
  await expect(waitlistEntries.delete(second?.id ?? "")).rejects.toMatchObject({ status: 400 });
});
