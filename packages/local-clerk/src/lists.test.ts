import { describe, expect, it } from "vitest";
import { Browser, text } from "./testing/browser.ts";
import { ADMIN, backendClient, PASSWORD, startTestClerk } from "./testing/local-clerk.ts";

const DAY_MS = 86_400_000;

describe("the list of users", () => {
  async function withUsers() {
    const clerk = await startTestClerk({ users: [], features: ["username", "phone"] });
    const { users } = backendClient(clerk);
    const ids: string[] = [];
    for (const [i, name] of ["alice", "bobby", "carol"].entries()) {
      const user = await users.createUser({
        emailAddress: [`${name}@example.com`],
        phoneNumber: [`+1555555010${i}`],
        username: name,
        externalId: `ext_${i}`,
        password: PASSWORD,
        createdAt: new Date(Date.UTC(2020, 0, 1) + i * DAY_MS),
      });
      ids.push(user.id);
    }
    const [alice = "", bobby = "", carol = ""] = ids;
    return { clerk, users, alice, bobby, carol };
  }

  it("has every documented filter", async () => {
    const { clerk, users, alice, bobby, carol } = await withUsers();
    await using _ = clerk;
    const first = Date.UTC(2020, 0, 1);
    const cases: [params: Parameters<typeof users.getUserList>[0], ids: string[]][] = [
      [{ username: ["Bobby"] }, [bobby]],
      [{ phoneNumber: ["+1 555-555-0102"] }, [carol]],
      [{ externalId: ["ext_0", "+ext_1"] }, [bobby, alice]],
      [{ externalId: ["-ext_0"] }, [carol, bobby]],
      [{ userId: [`-${carol}`] }, [bobby, alice]],
      [{ userId: [`+${alice}`, bobby] }, [bobby, alice]],
      [{ query: "55501" }, [carol, bobby, alice]],
      [{ query: "OBB" }, [bobby]],
      [{ createdAtAfter: first, createdAtBefore: first + 2 * DAY_MS }, [bobby]],
      [{ orderBy: "username" }, [alice, bobby, carol]],
      [{ orderBy: "-phone_number" }, [carol, bobby, alice]],
      [{ lastSignInAtAfter: 1 }, []],
      [{ limit: 1, offset: 1 }, [bobby]],
    ];
    for (const [params, ids] of cases) {
      const { data } = await users.getUserList(params);
      expect(
        data.map((user) => user.id),
        JSON.stringify(params),
      ).toEqual(ids);
    }
    await new Browser(clerk.url).signIn("bobby", PASSWORD);
    const since = await users.getUserList({ lastActiveAtAfter: Date.now() - DAY_MS });
    expect(since.data).toMatchObject([{ id: bobby }]);
  });

  it("finds a user by an address that was added, until it is removed", async () => {
    const { clerk, users, alice } = await withUsers();
    await using _ = clerk;
    const { emailAddresses } = backendClient(clerk);
    const idsWith = async () =>
      (await users.getUserList({ emailAddress: ["Second@example.com"] })).data.map(({ id }) => id);
    expect(await idsWith()).toEqual([]);
    const { id } = await emailAddresses.createEmailAddress({
      userId: alice,
      emailAddress: "second@example.com",
    });
    expect(await idsWith()).toEqual([alice]);
    await emailAddresses.deleteEmailAddress(id);
    expect(await idsWith()).toEqual([]);
  });

  it("counts parts of addresses, and takes 100 values at most", async () => {
    const { clerk, users } = await withUsers();
    await using _ = clerk;
    expect(await users.getCount({ emailAddress: ["EXAMPLE.com"] })).toBe(3);
    expect(await users.getCount({ username: ["ob"] })).toBe(1);
    expect(await users.getCount()).toBe(3);
    const many = Array.from({ length: 101 }, (_, i) => `user_${i}`);
    await expect(users.getUserList({ userId: many })).rejects.toMatchObject({
      status: 422,
      errors: [{ meta: { paramName: "user_id" } }],
    });
  });
});

describe("restrictions", () => {
  const form = { email_address: "new@example.com", password: PASSWORD };

  it("let only the allowlist sign up, and who was invited", async () => {
    await using clerk = await startTestClerk();
    const { allowlistIdentifiers, instance, invitations } = backendClient(clerk);
    const on = await instance.updateRestrictions({ allowlist: true });
    expect(on).toMatchObject({ allowlist: true, blocklist: false });
    const refused = await new Browser(clerk.url).post("/v1/client/sign_ups", form);
    expect(refused).toMatchObject({
      status: 403,
      body: { errors: [{ code: "not_allowed_access" }] },
    });

    const identifier = "*@example.com";
    const added = await allowlistIdentifiers.createAllowlistIdentifier({
      identifier,
      notify: false,
    });
    const allowed = await new Browser(clerk.url).post("/v1/client/sign_ups", form);
    expect(allowed.status).toBe(200);
    await allowlistIdentifiers.deleteAllowlistIdentifier(added.id);
    expect((await allowlistIdentifiers.getAllowlistIdentifierList()).totalCount).toBe(0);
    const { url } = await invitations.createInvitation({ emailAddress: form.email_address });
    const ticket = new URLSearchParams(url?.split("?")[1]).get("__clerk_ticket") ?? "";
    const invited = await new Browser(clerk.url).post("/v1/client/sign_ups", { ticket });
    expect(invited.status).toBe(200);
  });

  it("keep the blocklist and subaddresses out", async () => {
    await using clerk = await startTestClerk();
    const { blocklistIdentifiers, instance } = backendClient(clerk);
    const blocked = await blocklistIdentifiers.createBlocklistIdentifier({
      identifier: form.email_address,
    });
    const before = await new Browser(clerk.url).post("/v1/client/sign_ups", form);
    expect(before.status).toBe(200);
    await instance.updateRestrictions({ blocklist: true, blockEmailSubaddresses: true });
    for (const email_address of [form.email_address, "new+1@example.com"]) {
      const answer = await new Browser(clerk.url).post("/v1/client/sign_ups", {
        ...form,
        email_address,
      });
      expect(answer.status, email_address).toBe(403);
    }
    const list = await blocklistIdentifiers.getBlocklistIdentifierList();
    expect(list).toMatchObject({ data: [{ id: blocked.id }], totalCount: 1 });
    await blocklistIdentifiers.deleteBlocklistIdentifier(blocked.id);
  });

  it("refuse by name what nothing here could obey", async () => {
    await using clerk = await startTestClerk();
    const { instance } = backendClient(clerk);
    const change = instance.updateRestrictions({ blockDisposableEmailDomains: true });
    await expect(change).rejects.toMatchObject({ status: 501 });
  });
});

it("redirect URLs and satellite domains are lists", async () => {
  await using clerk = await startTestClerk();
  const { redirectUrls, domains, instance } = backendClient(clerk);
  const made = await redirectUrls.createRedirectUrl({ url: "myapp://callback" });
  await expect(redirectUrls.createRedirectUrl({ url: made.url })).rejects.toMatchObject({
    status: 400,
  });
  expect(await redirectUrls.getRedirectUrl(made.id)).toMatchObject({ url: made.url });
  await redirectUrls.deleteRedirectUrl(made.id);
  expect((await redirectUrls.getRedirectUrlList()).totalCount).toBe(0);

  const satellite = await domains.add({ name: "satellite.example.com", is_satellite: true });
  const proxy_url = "https://satellite.example.com/__clerk";
  const changed = await domains.update({ domainId: satellite.id, proxy_url });
  expect(changed.proxyUrl).toBe(proxy_url);
  const { data } = await domains.list();
  expect(data).toMatchObject([{ isSatellite: true }, { isSatellite: false }]);
  await expect(domains.delete(data[1]?.id ?? "")).rejects.toMatchObject({ status: 403 });
  await domains.delete(satellite.id);

  await instance.update({ allowedOrigins: ["app://one"] });
  expect(await instance.get()).toMatchObject({ allowedOrigins: ["app://one"] });
});

it("clients and sessions are listed, read and verified", async () => {
  await using clerk = await startTestClerk();
  const { clients, sessions, signUps } = backendClient(clerk);
  const browser = new Browser(clerk.url);
  const id = await browser.signIn(ADMIN.email, PASSWORD);
  const { jwt } = await sessions.getToken(id);
  const client = await clients.verifyClient(jwt);
  expect(client).toMatchObject({ lastActiveSessionId: id, sessions: [{ id }] });
  expect((await clients.getClientList()).data).toMatchObject([{ id: client.id }]);
  expect(await clients.getClient(client.id)).toMatchObject({ sessionIds: [id] });
  expect(await sessions.verifySession(id, jwt)).toMatchObject({ id, status: "active" });
  await expect(sessions.getSessionList()).rejects.toMatchObject({ status: 422 });
  await expect(sessions.verifySession(id, `${jwt}x`)).rejects.toMatchObject({ status: 401 });
  await expect(clients.verifyClient("nobody")).rejects.toMatchObject({ status: 401 });

  const form = { email_address: "new@example.com", password: PASSWORD };
  const started = await new Browser(clerk.url).post("/v1/client/sign_ups", form);
  const signUpAttemptId = text(started, "response", "id");
  const signUp = await signUps.update({ signUpAttemptId, externalId: "ext_1" });
  expect(signUp).toMatchObject({ emailAddress: form.email_address, externalId: "ext_1" });
  expect(await signUps.get(signUpAttemptId)).toMatchObject({ status: "missing_requirements" });
});

it("answers 404 to a session that isn't there, whatever is asked of it", async () => {
  await using clerk = await startTestClerk({});
  const { sessions } = backendClient(clerk);
  const refusals = [
    sessions.getSession("sess_nowhere"),
    sessions.revokeSession("sess_nowhere"),
    sessions.getToken("sess_nowhere"),
    sessions.verifySession("sess_nowhere", "a.b.c"),
  ];
  const notFound = { status: 404, errors: [{ code: "resource_not_found" }] };
  await Promise.all(refusals.map((call) => expect(call).rejects.toMatchObject(notFound)));
});
