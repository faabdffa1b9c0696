import { describe, expect, it } from "vitest";
import { Browser } from "./testing/browser.ts";
import { ADMIN, backendClient, PASSWORD, startTestClerk } from "./testing/local-clerk.ts";

describe("the secret key", () => {
  it.each([undefined, "Bearer sk_test_wrong"])("is asked for: %s", async (authorization) => {
    await using clerk = await startTestClerk();
    const headers = new Headers(authorization ? { authorization } : {});
    const response = await fetch(`${clerk.url}/v1/users`, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ code: expect.any(String) }] });
  });

  it("opens answers that are exactly application/json", async () => {
    await using clerk = await startTestClerk();
    const headers = { authorization: `Bearer ${clerk.secretKey}` };
    for (const path of ["/v1/users", "/v1/jwks", "/v1/users/nobody", "/v1/organizations"]) {
      const response = await fetch(`${clerk.url}${path}`, { headers });
      expect(response.headers.get("content-type")).toBe("application/json");
    }
  });
});

it("shows the public key to everyone, as the Frontend API does", async () => {
  await using clerk = await startTestClerk();
  const authorization = `Bearer ${clerk.secretKey}`;
  const withKey = await fetch(`${clerk.url}/v1/jwks`, { headers: { authorization } });
  const without = await fetch(`${clerk.url}/.well-known/jwks.json`);
  expect(without.status).toBe(200);
  expect(await without.json()).toEqual(await withKey.json());
});

describe("users", () => {
  it("are created, read, changed and deleted", async () => {
    await using clerk = await startTestClerk();
    const { users } = backendClient(clerk);
    const user = await users.createUser({
      emailAddress: ["New@example.com"],
      password: PASSWORD,
      firstName: "New",
      publicMetadata: { role: "user" },
    });
    expect(user.primaryEmailAddress?.emailAddress).toBe("new@example.com");
    expect(user.primaryEmailAddress?.verification?.status).toBe("verified");
    expect(user.imageUrl).toMatch(/^data:image\/svg\+xml/);

    const updated = await users.updateUser(user.id, {
      lastName: "Name",
      password: "a new password",
    });
    expect(updated).toMatchObject({ firstName: "New", lastName: "Name" });
    await expect(
      users.verifyPassword({ userId: user.id, password: "a new password" }),
    ).resolves.toEqual({ verified: true });

    expect(await users.deleteUser(user.id)).toMatchObject({ id: user.id, deleted: true });
    await expect(users.getUser(user.id)).rejects.toMatchObject({
      status: 404,
      errors: [{ code: "resource_not_found" }],
    });
  });

  it("have an address of their own", async () => {
    await using clerk = await startTestClerk();
    const again = backendClient(clerk).users.createUser({
      emailAddress: [ADMIN.email],
      password: PASSWORD,
    });
    await expect(again).rejects.toMatchObject({
      status: 422,
      errors: [{ code: "form_identifier_exists" }],
    });
  });

  it("come in pages of ten, newest first, with the count of all", async () => {
    const many = Array.from({ length: 30 }, (_, i) => ({
      id: `user_${i}`,
      email: `person${String(i).padStart(2, "0")}@example.com`,
      password: PASSWORD,
    }));
    await using clerk = await startTestClerk({ users: many });
    const { users } = backendClient(clerk);

    const first = await users.getUserList();
    expect(first.data).toHaveLength(10);
    expect(first.totalCount).toBe(30);

    const last = await users.getUserList({ limit: 20, offset: 25, orderBy: "+email_address" });
    expect(last.data.map((user) => user.id)).toEqual([
      "user_25",
      "user_26",
      "user_27",
      "user_28",
      "user_29",
    ]);

    const found = await users.getUserList({ query: "PERSON07" });
    expect(found).toMatchObject({ data: [{ id: "user_7" }], totalCount: 1 });
    const byAddress = await users.getUserList({
      emailAddress: ["person01@example.com", "person02@example.com"],
    });
    expect(byAddress.totalCount).toBe(2);
    const byId = await users.getUserList({ userId: ["user_3", "user_nobody"] });
    expect(byId.data).toMatchObject([{ id: "user_3" }]);

    await expect(users.getUserList({ limit: 501 })).rejects.toMatchObject({ status: 422 });
  });

  it("are never all listed for a filter that is not known", async () => {
    await using clerk = await startTestClerk();
    const list = backendClient(clerk).users.getUserList({ web3Wallet: ["0x1"] });
    await expect(list).rejects.toMatchObject({
      status: 501,
      errors: [{ code: "not_implemented_locally" }],
    });
  });
});

describe("metadata", () => {
  it("merges at every depth, and null deletes a key", async () => {
    await using clerk = await startTestClerk();
    const { users } = backendClient(clerk);
    await users.updateUserMetadata(ADMIN.id, {
      publicMetadata: {
        settings: { theme: "dark", size: { width: 1, height: 2 } },
        tags: ["a", "b"],
      },
    });
    const user = await users.updateUserMetadata(ADMIN.id, {
      publicMetadata: { role: null, settings: { theme: null, size: { height: 3 } }, tags: ["c"] },
    });
    expect(user.publicMetadata).toEqual({
      onboardingComplete: true,
      settings: { size: { width: 1, height: 3 } },
      tags: ["c"],
    });
    expect(user.privateMetadata).toEqual(ADMIN.privateMetadata);
  });

  it("is replaced by PUT, but only the kind that is named", async () => {
    await using clerk = await startTestClerk();
    const user = await backendClient(clerk).users.replaceUserMetadata(ADMIN.id, {
      publicMetadata: { plan: "pro" },
    });
    expect(user.publicMetadata).toEqual({ plan: "pro" });
    expect(user.privateMetadata).toEqual(ADMIN.privateMetadata);
  });

  it("loses nothing when many write at once", async () => {
    const people = Array.from({ length: 50 }, (_, i) => ({
      id: `user_${i}`,
      email: `person${i}@example.com`,
      password: PASSWORD,
    }));
    await using clerk = await startTestClerk({ users: people });
    const { users } = backendClient(clerk);
    const keys = Array.from({ length: 10 }, (_, i) => `key${i}`);
    await Promise.all(
      people.flatMap(({ id }) =>
        keys.map((key) =>
          users.updateUserMetadata(id, { publicMetadata: { [key]: id, nested: { [key]: 1 } } }),
        ),
      ),
    );
    const { data } = await users.getUserList({ limit: 500 });
    expect(data).toHaveLength(50);
    for (const { id, publicMetadata } of data) {
      const { nested, ...own } = publicMetadata as Record<string, unknown>; // any shape: these are the test's keys
      expect(own).toEqual(Object.fromEntries(keys.map((key) => [key, id])));
      expect(nested).toEqual(Object.fromEntries(keys.map((key) => [key, 1])));
    }
  });

  it("ends at 8 KB, and a refused write changes nothing", async () => {
    await using clerk = await startTestClerk();
    const { users } = backendClient(clerk);
    const write = users.updateUserMetadata(ADMIN.id, {
      publicMetadata: { role: "user" },
      privateMetadata: { big: "x".repeat(8 * 1024) },
    });
    await expect(write).rejects.toMatchObject({
      status: 422,
      errors: [
        { code: "form_param_exceeds_allowed_size", meta: { paramName: "private_metadata" } },
      ],
    });
    expect((await users.getUser(ADMIN.id)).publicMetadata).toEqual(ADMIN.publicMetadata);
  });

  it("cannot reach the prototype", async () => {
    await using clerk = await startTestClerk();
    const response = await fetch(`${clerk.url}/v1/users/${ADMIN.id}/metadata`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${clerk.secretKey}` },
      body: '{"public_metadata":{"__proto__":{"polluted":true}}}',
    });
    expect(response.ok).toBe(true);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});

describe("sessions", () => {
  it("are created, listed, given tokens and revoked", async () => {
    await using clerk = await startTestClerk();
    const { sessions } = backendClient(clerk);
    const session = await sessions.createSession({ userId: ADMIN.id });
    expect((await sessions.getToken(session.id)).jwt).toMatch(/^ey/);
    expect(await sessions.getSessionList({ userId: ADMIN.id, status: "active" })).toMatchObject({
      data: [{ id: session.id }],
      totalCount: 1,
    });
    await sessions.revokeSession(session.id);
    await expect(sessions.getToken(session.id)).rejects.toMatchObject({ status: 401 });
    expect(await sessions.getSession(session.id)).toMatchObject({ status: "revoked" });
  });

  it("start with a ticket, once", async () => {
    await using clerk = await startTestClerk();
    const { token, url } = await backendClient(clerk).signInTokens.createSignInToken({
      userId: ADMIN.id,
      expiresInSeconds: 60,
    });
    expect(url).toBe(`/sign-in?__clerk_ticket=${token}`);
    const form = { strategy: "ticket", ticket: token };
    const signedIn = await new Browser(clerk.url).post("/v1/client/sign_ins", form);
    expect(signedIn.body).toMatchObject({
      response: { status: "complete" },
      client: { sessions: [{ user: { id: ADMIN.id } }] },
    });
    expect((await new Browser(clerk.url).post("/v1/client/sign_ins", form)).status).toBe(400);
  });
});

it("says which endpoint it does not have", async () => {
  await using clerk = await startTestClerk();
  await expect(backendClient(clerk).billing.getPlanList()).rejects.toMatchObject({
    status: 501,
    errors: [
      {
        code: "not_implemented_locally",
        message: "The local Clerk does not implement GET /v1/billing/plans.",
      },
    ],
  });
});
