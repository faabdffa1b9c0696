import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { APP, Browser, text } from "./testing/browser.ts";
import {
  ADMIN,
  backendClient,
  PASSWORD,
  put,
  type Running,
  startTestClerk,
} from "./testing/local-clerk.ts";

const start = (options: Parameters<typeof startTestClerk>[0] = {}) =>
  startTestClerk({ organizations: true, ...options });

async function signIn(clerk: Running, email = ADMIN.email) {
  const browser = new Browser(clerk.url);
  const session = await browser.signIn(email, PASSWORD);
  return { browser, session };
}

async function addUser(clerk: Running, email: string): Promise<string> {
  const fields = { emailAddress: [email], password: PASSWORD };
  return (await backendClient(clerk).users.createUser(fields)).id;
}

async function createOrganization(browser: Browser, name = "Acme"): Promise<string> {
  return text(await browser.post("/v1/organizations", { name }), "response", "id");
}

function touch(browser: Browser, session: string, organization: string) {
  const form = { active_organization_id: organization, intent: "select_org" };
  return browser.post(`/v1/client/sessions/${session}/touch`, form);
}

async function newToken(browser: Browser, session: string, form = {}): Promise<string> {
  return text(await browser.post(`/v1/client/sessions/${session}/tokens`, form), "jwt");
}

/** What an app's `auth()` says of a token. */
async function authOf(clerk: Running, token: string) {
  const headers = { authorization: `Bearer ${token}` };
  const { jwtKey } = clerk;
  const request = new Request(APP, { headers });
  const state = await backendClient(clerk).authenticateRequest(request, { jwtKey });
  const auth = state.toAuth({ treatPendingAsSignedOut: false });
  if (auth?.tokenType !== "session_token") throw new Error(`the token is ${state.reason}`);
  return auth;
}

const refusal = (code: string) => ({ errors: [{ code }] });

describe("the environment", () => {
  const settings = async ({ url }: Running) => (await new Browser(url).get("/v1/environment")).body;

  it("has no organizations unless they are on", async () => {
    await using off = await startTestClerk();
    expect(await settings(off)).toMatchObject({
      organization_settings: { enabled: false },
      user_settings: { actions: { create_organization: false } },
    });
    const { browser } = await signIn(off);
    const refused = await browser.get("/v1/me/organization_memberships");
    expect([refused.status, refused.body]).toMatchObject([
      403,
      refusal("organization_not_enabled_in_instance"),
    ]);
    await using on = await start({ organizations: { domainsEnabled: true } });
    expect(await settings(on)).toMatchObject({
      organization_settings: {
        enabled: true,
        max_allowed_memberships: 5,
        domains: { enabled: true },
      },
      user_settings: { actions: { create_organization: true } },
    });
    await put(on, "organizations", { usersCreate: false });
    expect(await settings(on)).toMatchObject({
      organization_settings: { enabled: true },
      user_settings: { actions: { create_organization: false } },
    });
    await on.reset();
    expect(await settings(on)).toMatchObject({
      user_settings: { actions: { create_organization: true } },
    });
  });
});

it("the Frontend API asks for a session, the Backend API for the key, on the same paths", async () => {
  await using clerk = await start();
  const answer = await new Browser(clerk.url).post("/v1/organizations", { name: "Acme" });
  expect([answer.status, answer.body]).toMatchObject([401, refusal("authentication_invalid")]);
  const headers = { authorization: "Bearer sk_test_wrong" };
  const wrong = await fetch(`${clerk.url}/v1/organizations`, { headers });
  expect(await wrong.json()).toMatchObject(refusal("clerk_key_invalid"));
});

it("billing is refused by name", async () => {
  await using clerk = await start();
  const { browser } = await signIn(clerk);
  const id = await createOrganization(browser);
  const paths = [
    "/v1/billing/plans",
    "/v1/me/billing/subscription",
    `/v1/organizations/${id}/billing/payment_methods`,
  ];
  for (const path of paths) {
    const { status, body } = await browser.get(path);
    const message = `The local Clerk does not implement GET ${path}.`;
    expect([status, body]).toMatchObject([501, { errors: [{ message }] }]);
  }
});

describe("a member", () => {
  it("creates an organization, makes it active, and finds it active after the next sign-in", async () => {
    await using clerk = await start();
    const { browser, session } = await signIn(clerk);
    const id = await createOrganization(browser);
    const active = await touch(browser, session, id);
    expect(active.body).toMatchObject({
      response: {
        last_active_organization_id: id,
        user: {
          organization_memberships: [
            { role: "org:admin", role_name: "Admin", organization: { id, members_count: 1 } },
          ],
        },
      },
    });
    const auth = await authOf(clerk, await newToken(browser, session));
    expect(auth).toMatchObject({ orgId: id, orgSlug: "acme", orgRole: "org:admin" });
    expect(auth.has({ role: "org:admin" })).toBe(true);

    const { browser: later, session: next } = await signIn(clerk);
    expect(await authOf(clerk, await newToken(later, next))).toMatchObject({ orgId: id });
    await touch(later, next, "");
    expect((await authOf(clerk, await newToken(later, next))).orgId).toBeUndefined();
    const elsewhere = await newToken(later, next, { organization_id: id });
    expect(await authOf(clerk, elsewhere)).toMatchObject({ orgId: id });
  });

  it("changes and deletes the organization, its logo too", async () => {
    await using clerk = await start();
    const { browser, session } = await signIn(clerk);
    const id = await createOrganization(browser);
    const changed = await browser.patch(`/v1/organizations/${id}`, { name: "New", slug: "new" });
    expect(changed.body).toMatchObject({ response: { name: "New", slug: "new" } });
    const found = await browser.get("/v1/organizations/new");
    expect(found.body).toMatchObject({ response: { id } });
    const form = new FormData();
    form.append("file", new Blob(["not really"], { type: "image/png" }));
    const logo = await fetch(`${clerk.url}/v1/organizations/${id}/logo?_method=PUT`, {
      method: "POST",
      headers: { cookie: browser.cookieHeader() },
      body: form,
    });
    expect(await logo.json()).toMatchObject({ response: { has_image: true } });
    const without = await browser.delete(`/v1/organizations/${id}/logo`);
    expect(without.body).toMatchObject({ response: { has_image: false } });
    await touch(browser, session, id);
    const deleted = await browser.delete(`/v1/organizations/${id}`);
    expect(deleted.body).toMatchObject({
      response: { id, deleted: true },
      client: {
        sessions: [{ last_active_organization_id: null, user: { organization_memberships: [] } }],
      },
    });
  });

  it("without the permission is refused, and somebody else's organization is not there", async () => {
    await using clerk = await start();
    const { browser } = await signIn(clerk);
    const id = await createOrganization(browser);
    const ada = await addUser(clerk, "ada@example.com");
    const { browser: hers } = await signIn(clerk, "ada@example.com");
    const unknown = refusal("organization_not_found_or_unauthorized");
    expect((await hers.get(`/v1/organizations/${id}`)).body).toMatchObject(unknown);
    await browser.post(`/v1/organizations/${id}/memberships`, { user_id: ada, role: "org:member" });
    expect((await hers.get(`/v1/organizations/${id}/memberships`)).status).toBe(200);
    const permissions = [expect.stringMatching(/^org:sys_\w+:\w+$/)];
    const missing = {
      errors: [{ code: "missing_organization_permission", meta: { permissions } }],
    };
    const attempts = [
      hers.patch(`/v1/organizations/${id}`, { name: "Hers" }),
      hers.delete(`/v1/organizations/${id}`),
      hers.patch(`/v1/organizations/${id}/memberships/${ada}`, { role: "org:admin" }),
      hers.get(`/v1/organizations/${id}/invitations`),
      hers.get(`/v1/organizations/${id}/domains`),
      hers.get(`/v1/organizations/${id}/membership_requests`),
      hers.post(`/v1/organizations/${id}/invitations`, {
        email_address: "x@example.com",
        role: "org:admin",
      }),
    ];
    for (const { status, body } of await Promise.all(attempts)) {
      expect([status, body]).toMatchObject([403, missing]);
    }
    const left = await hers.delete(`/v1/me/organization_memberships/${id}`);
    expect(left.body).toMatchObject({ response: { deleted: true } });
    expect((await hers.get(`/v1/organizations/${id}`)).body).toMatchObject(unknown);
    const alone = await browser.delete(`/v1/me/organization_memberships/${id}`);
    expect(alone.body).toMatchObject(refusal("organization_minimum_permissions_needed"));
  });

  it("manages the others: list, role, removal, which ends what was active for them", async () => {
    await using clerk = await start();
    const { browser } = await signIn(clerk);
    const id = await createOrganization(browser);
    const ada = await addUser(clerk, "ada@example.com");
    await browser.post(`/v1/organizations/${id}/memberships`, { user_id: ada, role: "org:member" });
    const { browser: hers, session } = await signIn(clerk, "ada@example.com");
    await touch(hers, session, id);
    const list = await browser.get(
      `/v1/organizations/${id}/memberships?role=org:member&query=ada&paginated=true`,
    );
    expect(list.body).toMatchObject({
      response: { total_count: 1, data: [{ public_user_data: { user_id: ada } }] },
    });
    const roles = await browser.get(`/v1/organizations/${id}/roles`);
    expect(roles.body).toMatchObject({
      response: { data: [{ key: "org:admin" }, { key: "org:member" }], total_count: 2 },
    });
    const path = `/v1/organizations/${id}/memberships/${ada}`;
    const promoted = await browser.patch(path, { role: "org:admin" });
    expect(promoted.body).toMatchObject({ response: { role: "org:admin" } });
    expect(await authOf(clerk, await newToken(hers, session))).toMatchObject({
      orgRole: "org:admin",
    });
    await browser.delete(path);
    expect((await authOf(clerk, await newToken(hers, session))).orgId).toBeUndefined();
  });
});

describe("an invitation", () => {
  it("is made in bulk, listed, revoked, and accepted by who is signed in", async () => {
    await using clerk = await start();
    const { browser } = await signIn(clerk);
    const id = await createOrganization(browser);
    await addUser(clerk, "ada@example.com");
    const form = new URLSearchParams({ role: "org:member" });
    for (const address of ["ada@example.com", "b@example.com"])
      form.append("email_address", address);
    const bulk = await fetch(`${clerk.url}/v1/organizations/${id}/invitations/bulk`, {
      method: "POST",
      headers: { cookie: browser.cookieHeader() },
      body: form,
    });
    expect(await bulk.json()).toMatchObject({
      response: [{ email_address: "ada@example.com", status: "pending" }, {}],
    });
    const listed = await browser.get(`/v1/organizations/${id}/invitations?status=pending&query=b@`);
    const invitationId = text(listed, "response", "data", "0", "id");
    const revoked = await browser.post(
      `/v1/organizations/${id}/invitations/${invitationId}/revoke`,
    );
    expect(revoked.body).toMatchObject({ response: { status: "revoked" } });

    const { browser: hers } = await signIn(clerk, "ada@example.com");
    const own = await hers.get("/v1/me/organization_invitations?status=pending");
    expect(own.body).toMatchObject({
      response: { total_count: 1, data: [{ public_organization_data: { id, name: "Acme" } }] },
    });
    const own1 = text(own, "response", "data", "0", "id");
    const theirs = await browser.post(`/v1/me/organization_invitations/${own1}/accept`);
    expect(theirs.status).toBe(404);
    const accepted = await hers.post(`/v1/me/organization_invitations/${own1}/accept`);
    expect(accepted.body).toMatchObject({
      response: { status: "accepted" },
      client: { sessions: [{ user: { organization_memberships: [{ role: "org:member" }] } }] },
    });
    const members = await hers.get("/v1/me/organization_memberships?paginated=true");
    expect(members.body).toMatchObject({ response: { total_count: 1 } });
  });

  async function invite(clerk: Running, emailAddress: string) {
    const { organizations } = backendClient(clerk);
    const { id: organizationId } = await organizations.createOrganization({ name: "Acme" });
    const { url } = await organizations.createOrganizationInvitation({
      organizationId,
      emailAddress,
      role: "org:admin",
      redirectUrl: `${APP}/join`,
      publicMetadata: { team: "blue" },
    });
    const link = await fetch(url ?? "", { redirect: "manual" });
    const { searchParams, pathname } = new URL(link.headers.get("location") ?? "");
    expect(pathname).toBe("/join");
    const status = searchParams.get("__clerk_status");
    return { organizationId, ticket: searchParams.get("__clerk_ticket") ?? "", status };
  }

  it("signs up by its ticket: the address is proved, the organization active", async () => {
    await using clerk = await start();
    const { organizationId, ticket, status } = await invite(clerk, "new@example.com");
    expect(status).toBe("sign_up");
    const browser = new Browser(clerk.url);
    const signUp = await browser.post("/v1/client/sign_ups", { strategy: "ticket", ticket });
    expect(signUp.body).toMatchObject({
      response: {
        email_address: "new@example.com",
        missing_fields: ["password"],
        unverified_fields: [],
      },
    });
    const path = `/v1/client/sign_ups/${text(signUp, "response", "id")}`;
    const done = await browser.patch(path, { password: PASSWORD });
    expect(done.body).toMatchObject({ response: { status: "complete" } });
    const session = text(done, "response", "created_session_id");
    const auth = await authOf(clerk, await newToken(browser, session));
    expect(auth).toMatchObject({ orgId: organizationId, orgRole: "org:admin" });
    const { organizations } = backendClient(clerk);
    const { data } = await organizations.getOrganizationMembershipList({ organizationId });
    expect(data).toMatchObject([{ publicMetadata: { team: "blue" } }]);
    const again = await new Browser(clerk.url).post("/v1/client/sign_ups", {
      strategy: "ticket",
      ticket,
    });
    expect(again.body).toMatchObject(refusal("organization_invitation_already_accepted"));
  });

  it("is left as it is by a user who is banned", async () => {
    await using clerk = await start();
    const userId = await addUser(clerk, "banned@example.com");
    const { organizationId, ticket } = await invite(clerk, "banned@example.com");
    const { users, organizations } = backendClient(clerk);
    await users.banUser(userId);
    const signIn = () =>
      new Browser(clerk.url).post("/v1/client/sign_ins", { strategy: "ticket", ticket });
    expect(await signIn()).toMatchObject({ status: 403, body: refusal("user_banned") });
    const { data } = await organizations.getOrganizationMembershipList({ organizationId });
    expect(data).toEqual([]);
    await users.unbanUser(userId);
    expect(await signIn()).toMatchObject({ body: { response: { status: "complete" } } });
  });

  it("lets nobody in who signs up with another address", async () => {
    await using clerk = await start();
    const { organizationId, ticket } = await invite(clerk, "new@example.com");
    const browser = new Browser(clerk.url);
    const form = { strategy: "ticket", ticket, password: PASSWORD };
    const fields = { ...form, email_address: "other@example.com" };
    const signUp = await browser.post("/v1/client/sign_ups", fields);
    expect(signUp.body).toMatchObject({ response: { unverified_fields: ["email_address"] } });
    const path = `/v1/client/sign_ups/${text(signUp, "response", "id")}`;
    const code = { strategy: "email_code", code: "424242" };
    await browser.post(`${path}/prepare_verification`, { strategy: "email_code" });
    const done = await browser.post(`${path}/attempt_verification`, code);
    expect(done.body).toMatchObject({ response: { status: "complete" } });
    const { organizations } = backendClient(clerk);
    const members = await organizations.getOrganizationMembershipList({ organizationId });
    expect(members.totalCount).toBe(0);
  });

  it("signs in by its ticket who has an account", async () => {
    await using clerk = await start();
    const { organizationId, ticket, status } = await invite(clerk, ADMIN.email);
    expect(status).toBe("sign_in");
    const signUp = await new Browser(clerk.url).post("/v1/client/sign_ups", {
      strategy: "ticket",
      ticket,
    });
    expect(signUp.status).toBe(400);
    const browser = new Browser(clerk.url);
    const done = await browser.post("/v1/client/sign_ins", { strategy: "ticket", ticket });
    const session = text(done, "response", "created_session_id");
    const auth = await authOf(clerk, await newToken(browser, session));
    expect(auth).toMatchObject({ orgId: organizationId });
  });
});

it("a verified domain invites its users or suggests itself to them", async () => {
  await using clerk = await start({ organizations: { domainsEnabled: true } });
  const { browser } = await signIn(clerk);
  const id = await createOrganization(browser);
  await addUser(clerk, "ada@acme.test");
  const { browser: hers } = await signIn(clerk, "ada@acme.test");
  const domain = await browser.post(`/v1/organizations/${id}/domains`, { name: "acme.test" });
  const path = `/v1/organizations/${id}/domains/${text(domain, "response", "id")}`;
  const mode = (enrollment_mode: string) =>
    browser.post(`${path}/update_enrollment_mode`, { enrollment_mode });
  await mode("automatic_suggestion");
  const none = await hers.get("/v1/me/organization_suggestions?status=pending");
  expect(none.body).toMatchObject({ response: { total_count: 0 } });
  const address = { affiliation_email_address: "postmaster@acme.test" };
  await browser.post(`${path}/prepare_affiliation_verification`, address);
  const wrong = await browser.post(`${path}/attempt_affiliation_verification`, { code: "000000" });
  expect(wrong.body).toMatchObject(refusal("form_code_incorrect"));
  const right = await browser.post(`${path}/attempt_affiliation_verification`, { code: "424242" });
  expect(right.body).toMatchObject({
    response: { affiliation_verification: { status: "verified" } },
  });

  const suggested = await hers.get("/v1/me/organization_suggestions?status=pending");
  const suggestion = text(suggested, "response", "data", "0", "id");
  await hers.post(`/v1/me/organization_suggestions/${suggestion}/accept`);
  const requests = `/v1/organizations/${id}/membership_requests`;
  const asked = await browser.get(`${requests}?status=pending`);
  expect(asked.body).toMatchObject({
    response: { data: [{ public_user_data: { identifier: "ada@acme.test" } }] },
  });
  await browser.post(`${requests}/${text(asked, "response", "data", "0", "id")}/accept`);
  const joined = await hers.get("/v1/me/organization_memberships?paginated=true");
  expect(joined.body).toMatchObject({ response: { data: [{ role: "org:member" }] } });

  const dan = await addUser(clerk, "dan@acme.test");
  const { browser: dans } = await signIn(clerk, "dan@acme.test");
  const pending = "/v1/me/organization_suggestions?status=pending";
  expect((await dans.get(pending)).body).toMatchObject({ response: { total_count: 1 } });
  await browser.post(`/v1/organizations/${id}/memberships`, { user_id: dan, role: "org:member" });
  expect((await dans.get(pending)).body).toMatchObject({ response: { total_count: 0 } });

  await mode("automatic_invitation");
  const { organizations } = backendClient(clerk);
  await addUser(clerk, "late@acme.test");
  const { browser: late } = await signIn(clerk, "late@acme.test");
  await organizations.updateOrganization(id, { maxAllowedMemberships: 2 });
  const full = await late.get("/v1/me/organization_invitations?status=pending");
  expect(full.body).toMatchObject({ response: { total_count: 0 } });
  await organizations.updateOrganization(id, { maxAllowedMemberships: 5 });
  await addUser(clerk, "bob@acme.test");
  const { browser: his } = await signIn(clerk, "bob@acme.test");
  const invited = await his.get("/v1/me/organization_invitations?status=pending");
  expect(invited.body).toMatchObject({ response: { total_count: 1 } });

  const byHand = { email_address: "cy@acme.test", role: "org:member" };
  await browser.post(`/v1/organizations/${id}/invitations`, byHand);
  const form = { enrollment_mode: "manual_invitation", delete_pending: "true" };
  await browser.post(`${path}/update_enrollment_mode`, form);
  const left = await browser.get(`/v1/organizations/${id}/invitations?status=pending`);
  expect(left.body).toMatchObject({
    response: { total_count: 1, data: [{ email_address: "cy@acme.test" }] },
  });
});

describe("a session token", () => {
  it("has the permissions of the app's own roles, and none of Clerk's", async () => {
    const permissions = [
      "org:invoices:create",
      "org:teams:read",
      "org:teams:create",
      "org:sys_profile:manage",
    ];
    await using clerk = await start({
      organizations: { roles: [{ key: "org:billing", name: "Billing", permissions }] },
    });
    const { organizations } = backendClient(clerk);
    const { id: organizationId } = await organizations.createOrganization({ name: "Acme" });
    await organizations.createOrganizationMembership({
      organizationId,
      userId: ADMIN.id,
      role: "org:billing",
    });
    const { browser, session } = await signIn(clerk);
    await touch(browser, session, organizationId);
    const token = await newToken(browser, session);
    expect(decodeJwt(token)).toMatchObject({
      o: { id: organizationId, slg: "acme", rol: "billing", per: "create,read", fpm: "1,3" },
      fea: "o:invoices,o:teams",
    });
    const auth = await authOf(clerk, token);
    expect(auth.orgPermissions).toEqual(permissions.slice(0, 3).toSorted());
    expect(auth.has({ permission: "org:teams:read" })).toBe(true);
    expect(auth.has({ permission: "org:invoices:read" })).toBe(false);

    await put(clerk, "entitlements", { id: organizationId, plans: ["pro"], features: ["teams"] });
    await put(clerk, "entitlements", { id: ADMIN.id, plans: ["basic"], features: ["support"] });
    const paid = await authOf(clerk, await newToken(browser, session));
    expect(paid.has({ plan: "org:pro" })).toBe(true);
    expect(paid.has({ plan: "user:basic" })).toBe(true);
    expect(paid.has({ feature: "user:support" })).toBe(true);
    expect(paid.has({ permission: "org:teams:create" })).toBe(true);
    expect(paid.has({ permission: "org:invoices:create" })).toBe(false);
  });

  it("takes claims from the organization where its template names them", async () => {
    const tenant = "{{org.public_metadata.tenant || 'none'}}";
    await using clerk = await start({ sessionClaims: { tenant } });
    const { organizations } = backendClient(clerk);
    await organizations.createOrganization({
      name: "Acme",
      createdBy: ADMIN.id,
      publicMetadata: { tenant: "t1" },
    });
    const { browser, session } = await signIn(clerk);
    expect(decodeJwt(await newToken(browser, session)).tenant).toBe("t1");
    await touch(browser, session, "");
    expect(decodeJwt(await newToken(browser, session)).tenant).toBe("none");
  });

  it("is the organization's own with the session minter on", async () => {
    await using clerk = await start({ sessionMinter: true });
    const { browser, session } = await signIn(clerk);
    const id = await createOrganization(browser);
    const token = await newToken(browser, session);
    const other = await newToken(browser, session, { token, organization_id: id });
    expect(await authOf(clerk, other)).toMatchObject({ orgId: id });
  });

  it("cannot be had for an organization of others", async () => {
    await using clerk = await start();
    const { id } = await backendClient(clerk).organizations.createOrganization({ name: "Acme" });
    const { browser, session } = await signIn(clerk);
    for (const answer of [
      await touch(browser, session, id),
      await browser.post(`/v1/client/sessions/${session}/tokens`, { organization_id: id }),
    ]) {
      expect(answer.body).toMatchObject(refusal("organization_not_found_or_unauthorized"));
    }
  });
});

it("a session is pending until an organization is chosen, where the instance wants one", async () => {
  await using clerk = await start({ organizations: { forceOrganizationSelection: true } });
  const { browser, session } = await signIn(clerk);
  const pending = { status: "pending", tasks: [{ key: "choose-organization" }] };
  expect((await browser.get("/v1/client")).body).toMatchObject({
    response: { sessions: [pending] },
  });
  expect(decodeJwt(await newToken(browser, session))).toMatchObject({ sts: "pending" });
  const personal = await touch(browser, session, "");
  expect(personal.body).toMatchObject({ response: pending });
  const id = await createOrganization(browser);
  const active = await touch(browser, session, id);
  expect(active.body).toMatchObject({ response: { status: "active", tasks: null } });
  expect(await authOf(clerk, await newToken(browser, session))).toMatchObject({
    sessionStatus: "active",
    orgId: id,
  });
  const stays = await touch(browser, session, "");
  expect(stays.body).toMatchObject({ response: { last_active_organization_id: id } });
  await browser.delete(`/v1/organizations/${id}`);
  expect((await browser.get("/v1/client")).body).toMatchObject({
    response: { sessions: [pending] },
  });
});

it("a page activates the organization of its address, through a handshake", async () => {
  await using clerk = await start();
  const { browser, session } = await signIn(clerk);
  const id = await createOrganization(browser);
  browser.setCookie(`__session=${await newToken(browser, session)}`);
  browser.setCookie("__client_uat=1");

  const open = (path: string) => {
    const headers = { cookie: browser.cookieHeader(), "sec-fetch-dest": "document" };
    return backendClient(clerk).authenticateRequest(new Request(`${APP}${path}`, { headers }), {
      jwtKey: clerk.jwtKey,
      proxyUrl: `${APP}/__clerk`,
      organizationSyncOptions: {
        organizationPatterns: ["/orgs/:slug"],
        personalAccountPatterns: ["/me"],
      },
    });
  };
  const follow = async (path: string) => {
    const first = await open(path);
    expect(first).toMatchObject({ status: "handshake", reason: "active-organization-mismatch" });
    const { search } = new URL(first.headers.get("location") ?? "");
    const back = await browser.get(`/v1/client/handshake${search}`);
    const { pathname, search: answer } = new URL(back.headers.get("location") ?? "");
    const state = await open(`${pathname}${answer}`);
    for (const line of state.headers.getSetCookie()) browser.setCookie(line);
    return open(path);
  };
  expect((await follow("/orgs/acme")).toAuth()).toMatchObject({ orgId: id, orgSlug: "acme" });
  const personal = (await follow("/me")).toAuth();
  expect(personal).toMatchObject({ userId: ADMIN.id });
  expect(personal).not.toHaveProperty("orgId", id);
});
