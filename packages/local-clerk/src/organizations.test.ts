import { describe, expect, it } from "vitest";
import { Browser, text } from "./testing/browser.ts";
import {
  ADMIN,
  backendClient,
  PASSWORD,
  type Running,
  startTestClerk,
} from "./testing/local-clerk.ts";
import { receiveWebhooks } from "./testing/webhook-receiver.ts";

const start = (options: Parameters<typeof startTestClerk>[0] = {}) =>
  startTestClerk({ organizations: true, ...options });

const PNG = Buffer.from("iVBORw0KGgo=", "base64");

async function addUser(clerk: Running, email: string): Promise<string> {
  const fields = { emailAddress: [email], password: PASSWORD };
  return (await backendClient(clerk).users.createUser(fields)).id;
}

function refusal(status: number, code: string, paramName?: string) {
  const meta = paramName === undefined ? {} : { meta: { paramName } };
  return { status, errors: [{ code, ...meta }] };
}

it("organizations are off unless they are switched on, here or by the Backend API", async () => {
  await using clerk = await startTestClerk();
  const { organizations, users, instance } = backendClient(clerk);
  const off = refusal(403, "organization_not_enabled_in_instance");
  await expect(organizations.getOrganizationList()).rejects.toMatchObject(off);
  await expect(users.getOrganizationMembershipList({ userId: ADMIN.id })).rejects.toMatchObject(
    off,
  );
  await instance.updateOrganizationSettings({ enabled: true, maxAllowedMemberships: 7 });
  expect(await instance.getOrganizationSettings()).toMatchObject({
    enabled: true,
    maxAllowedMemberships: 7,
    creatorRole: "org:admin",
  });
  const { maxAllowedMemberships } = await organizations.createOrganization({ name: "Acme" });
  expect(maxAllowedMemberships).toBe(7);
});

describe("organizations", () => {
  it("are active at their creator's next sign-in, the newest first, until another one is", async () => {
    await using clerk = await start();
    const { organizations } = backendClient(clerk);
    const create = (name: string) =>
      organizations.createOrganization({ name, createdBy: ADMIN.id });
    const active = async () => {
      const browser = new Browser(clerk.url);
      await browser.signIn(ADMIN.email, PASSWORD);
      return browser;
    };
    const first = await create("First");
    const second = await create("Second");
    const browser = await active();
    const session = (id: string) => ({
      body: { response: { sessions: [{ last_active_organization_id: id }] } },
    });
    const client = await browser.get("/v1/client");
    expect(client).toMatchObject(session(second.id));

    const path = `/v1/client/sessions/${text(client, "response", "last_active_session_id")}/touch`;
    await browser.post(path, { active_organization_id: first.id });
    expect(await (await active()).get("/v1/client")).toMatchObject(session(first.id));
  });

  it("are created, found by id and slug, changed and deleted", async () => {
    await using clerk = await start();
    const { organizations, users } = backendClient(clerk);
    const created = await organizations.createOrganization({
      name: "Acme & Co",
      createdBy: ADMIN.id,
      publicMetadata: { a: { b: 1 } },
      privateMetadata: { secret: true },
    });
    expect(created).toMatchObject({
      id: expect.stringMatching(/^org_\w{27}$/),
      slug: "acme-co",
      createdBy: ADMIN.id,
      maxAllowedMemberships: 5,
      adminDeleteEnabled: true,
      hasImage: false,
      imageUrl: expect.stringMatching(/^data:image/),
      privateMetadata: { secret: true },
    });
    const found = await organizations.getOrganization({
      slug: "acme-co",
      includeMembersCount: true,
    });
    expect(found).toMatchObject({ id: created.id, membersCount: 1 });
    const organizationId = created.id;
    expect(await organizations.getOrganization({ organizationId })).toMatchObject({
      name: "Acme & Co",
    });
    const { data } = await users.getOrganizationMembershipList({ userId: ADMIN.id });
    expect(data).toMatchObject([{ role: "org:admin", organization: { id: organizationId } }]);

    const changed = await organizations.updateOrganization(organizationId, {
      name: "Acme",
      slug: "acme",
      maxAllowedMemberships: 0,
    });
    expect(changed).toMatchObject({ name: "Acme", slug: "acme", maxAllowedMemberships: 0 });
    const publicMetadata = { a: { c: 2 }, gone: null };
    const merged = await organizations.updateOrganizationMetadata(organizationId, {
      publicMetadata,
    });
    expect(merged.publicMetadata).toEqual({ a: { b: 1, c: 2 } });
    const replaced = await organizations.replaceOrganizationMetadata(organizationId, {
      publicMetadata: { only: 1 },
    });
    expect(replaced).toMatchObject({
      publicMetadata: { only: 1 },
      privateMetadata: { secret: true },
    });

    expect(await organizations.deleteOrganization(organizationId)).toMatchObject({ deleted: true });
    await expect(organizations.getOrganization({ organizationId })).rejects.toMatchObject(
      refusal(404, "resource_not_found"),
    );
    expect((await users.getOrganizationMembershipList({ userId: ADMIN.id })).totalCount).toBe(0);
  });

  it("have a logo", async () => {
    await using clerk = await start();
    const { organizations } = backendClient(clerk);
    const { id } = await organizations.createOrganization({ name: "Acme" });
    const file = new Blob([PNG], { type: "image/png" });
    const withLogo = await organizations.updateOrganizationLogo(id, { file });
    const imageUrl = `data:image/png;base64,${PNG.toString("base64")}`;
    expect(withLogo).toMatchObject({ hasImage: true, imageUrl });
    await expect(
      organizations.updateOrganizationLogo(id, { file: new Blob(["x"], { type: "text/plain" }) }),
    ).rejects.toMatchObject(refusal(422, "avatar_file_type_invalid", "file"));
    expect(await organizations.deleteOrganizationLogo(id)).toMatchObject({ hasImage: false });
  });

  it("are listed with filters, order, pages and counts", async () => {
    await using clerk = await start();
    const { organizations } = backendClient(clerk);
    const ids: string[] = [];
    for (const name of ["Beta", "alpha", "Gamma"]) {
      ids.push((await organizations.createOrganization({ name })).id);
    }
    const [beta = "", , gamma = ""] = ids;
    await organizations.createOrganizationMembership({
      organizationId: gamma,
      userId: ADMIN.id,
      role: "org:member",
    });
    const names = async (params: Parameters<typeof organizations.getOrganizationList>[0]) =>
      (await organizations.getOrganizationList(params)).data.map(({ name }) => name);
    expect(await names({})).toEqual(["Gamma", "alpha", "Beta"]);
    expect(await names({ orderBy: "name" })).toEqual(["alpha", "Beta", "Gamma"]);
    expect(await names({ orderBy: "-members_count", limit: 1 })).toEqual(["Gamma"]);
    expect(await names({ query: "ALP" })).toEqual(["alpha"]);
    expect(await names({ query: beta })).toEqual(["Beta"]);
    expect(await names({ organizationId: [beta, gamma], orderBy: "+created_at" })).toEqual([
      "Beta",
      "Gamma",
    ]);
    const page = await organizations.getOrganizationList({
      limit: 1,
      offset: 1,
      includeMembersCount: true,
    });
    expect(page).toMatchObject({ totalCount: 3, data: [{ name: "alpha", membersCount: 0 }] });
  });

  it("refuse names, slugs and creators that Clerk refuses", async () => {
    await using clerk = await start();
    const { organizations } = backendClient(clerk);
    await organizations.createOrganization({ name: "Acme", slug: "acme" });
    const create = (fields: Parameters<typeof organizations.createOrganization>[0]) =>
      expect(organizations.createOrganization(fields)).rejects;
    await create({ name: "Other", slug: "acme" }).toMatchObject(
      refusal(422, "form_identifier_exists", "slug"),
    );
    await create({ name: "Other", slug: "A slug" }).toMatchObject(
      refusal(422, "form_param_format_invalid", "slug"),
    );
    await create({ name: " " }).toMatchObject(refusal(422, "form_param_nil", "name"));
    await create({ name: "x".repeat(257) }).toMatchObject(
      refusal(422, "form_param_max_length_exceeded", "name"),
    );
    await create({ name: "Other", createdBy: "user_nobody" }).toMatchObject(
      refusal(400, "organization_creator_not_found"),
    );
    await create({ name: "Other", publicMetadata: { a: "x".repeat(9_000) } }).toMatchObject(
      refusal(422, "form_param_exceeds_allowed_size", "public_metadata"),
    );
    const { slug } = await organizations.createOrganization({ name: "Acme" });
    expect(slug).toMatch(/^acme-\d+$/);
  });
});

describe("memberships", () => {
  it("are created, listed, changed and deleted", async () => {
    await using clerk = await start();
    const { organizations } = backendClient(clerk);
    const ada = await addUser(clerk, "ada@example.com");
    const { id: organizationId } = await organizations.createOrganization({
      name: "Acme",
      createdBy: ADMIN.id,
    });
    const created = await organizations.createOrganizationMembership({
      organizationId,
      userId: ada,
      role: "org:member",
    });
    expect(created).toMatchObject({
      role: "org:member",
      permissions: ["org:sys_memberships:read", "org:sys_billing:read"],
      publicUserData: { userId: ada, identifier: "ada@example.com" },
    });
    const members = async (
      params: Partial<Parameters<typeof organizations.getOrganizationMembershipList>[0]>,
    ) =>
      (await organizations.getOrganizationMembershipList({ organizationId, ...params })).data.map(
        ({ publicUserData }) => publicUserData?.identifier,
      );
    expect(await members({ orderBy: "email_address" })).toEqual(["ada@example.com", ADMIN.email]);
    expect(await members({ role: ["org:admin"] })).toEqual([ADMIN.email]);
    expect(await members({ query: "ADA@" })).toEqual(["ada@example.com"]);
    expect(await members({ userId: [ada] })).toEqual(["ada@example.com"]);
    const inInstance = await organizations.getInstanceOrganizationMembershipList({ limit: 1 });
    expect(inInstance).toMatchObject({ totalCount: 2, data: [{ role: "org:member" }] });

    const of = { organizationId, userId: ada };
    const publicMetadata = { team: "blue" };
    const withMetadata = await organizations.updateOrganizationMembershipMetadata({
      ...of,
      publicMetadata,
    });
    expect(withMetadata.publicMetadata).toEqual(publicMetadata);
    const admin = await organizations.updateOrganizationMembership({ ...of, role: "org:admin" });
    expect(admin.permissions).toContain("org:sys_profile:delete");
    await organizations.deleteOrganizationMembership({ organizationId, userId: ADMIN.id });
    expect(await members({})).toEqual(["ada@example.com"]);
  });

  it("refuse what Clerk refuses: twice, unknown users and roles, too many, nobody who manages", async () => {
    await using clerk = await start();
    const { organizations } = backendClient(clerk);
    const ada = await addUser(clerk, "ada@example.com");
    const { id: organizationId } = await organizations.createOrganization({
      name: "Acme",
      createdBy: ADMIN.id,
      maxAllowedMemberships: 1,
    });
    const add = (userId: string, role: string) =>
      expect(organizations.createOrganizationMembership({ organizationId, userId, role })).rejects;
    await add(ADMIN.id, "org:member").toMatchObject(
      refusal(400, "already_a_member_in_organization"),
    );
    await add(ada, "org:member").toMatchObject(
      refusal(403, "organization_membership_quota_exceeded"),
    );
    await organizations.updateOrganization(organizationId, { maxAllowedMemberships: 5 });
    await add("user_nobody", "org:member").toMatchObject(refusal(404, "resource_not_found"));
    await add(ada, "org:unknown").toMatchObject(refusal(404, "resource_not_found", "role"));
    const of = { organizationId, userId: ADMIN.id };
    const needed = refusal(400, "organization_minimum_permissions_needed");
    await expect(
      organizations.updateOrganizationMembership({ ...of, role: "org:member" }),
    ).rejects.toMatchObject(needed);
    await expect(organizations.deleteOrganizationMembership(of)).rejects.toMatchObject(needed);
    await expect(
      organizations.deleteOrganizationMembership({ organizationId, userId: ada }),
    ).rejects.toMatchObject(refusal(404, "resource_not_found"));
  });

  it("end with their user", async () => {
    await using clerk = await start();
    const { organizations, users } = backendClient(clerk);
    const { id: organizationId } = await organizations.createOrganization({
      name: "Acme",
      createdBy: ADMIN.id,
    });
    await users.deleteUser(ADMIN.id);
    const { data } = await organizations.getOrganizationMembershipList({ organizationId });
    expect(data).toEqual([]);
  });
});

describe("invitations", () => {
  it("are made one by one and in bulk, listed, read and revoked", async () => {
    await using clerk = await start();
    const { organizations, users } = backendClient(clerk);
    const { id: organizationId } = await organizations.createOrganization({ name: "Acme" });
    const one = await organizations.createOrganizationInvitation({
      organizationId,
      emailAddress: "New@example.com",
      role: "org:member",
      inviterUserId: ADMIN.id,
      redirectUrl: "http://localhost:3000/welcome",
      publicMetadata: { from: "admin" },
    });
    expect(one).toMatchObject({
      id: expect.stringMatching(/^orginv_/),
      emailAddress: "new@example.com",
      role: "org:member",
      roleName: "Member",
      status: "pending",
      url: expect.stringContaining(`${clerk.url}/v1/tickets/accept?ticket=`),
      publicOrganizationData: { name: "Acme" },
    });
    expect(one.expiresAt - one.createdAt).toBe(30 * 86_400_000);
    const bulk = await organizations.createOrganizationInvitationBulk(organizationId, [
      { emailAddress: "b@example.com", role: "org:admin" },
      { emailAddress: ADMIN.email, role: "org:member" },
    ]);
    expect(bulk.data.map(({ emailAddress }) => emailAddress)).toEqual([
      "b@example.com",
      ADMIN.email,
    ]);
    const own = await users.getOrganizationInvitationList({ userId: ADMIN.id, status: "pending" });
    expect(own).toMatchObject({ totalCount: 1, data: [{ organizationId }] });

    const of = { organizationId, invitationId: one.id };
    expect(await organizations.getOrganizationInvitation(of)).toMatchObject({ id: one.id });
    expect(await organizations.revokeOrganizationInvitation(of)).toMatchObject({
      status: "revoked",
    });
    await expect(organizations.revokeOrganizationInvitation(of)).rejects.toMatchObject(
      refusal(404, "organization_invitation_not_pending"),
    );
    const pending = await organizations.getOrganizationInvitationList({
      organizationId,
      status: ["pending"],
    });
    expect(pending.totalCount).toBe(2);
  });

  it("are refused for members, twice, and beyond the limit; a refused bulk invites nobody", async () => {
    await using clerk = await start({ organizations: { maxAllowedMemberships: 2 } });
    const { organizations } = backendClient(clerk);
    const { id: organizationId } = await organizations.createOrganization({
      name: "Acme",
      createdBy: ADMIN.id,
    });
    const bulk = (...addresses: string[]) =>
      organizations.createOrganizationInvitationBulk(
        organizationId,
        addresses.map((emailAddress) => ({ emailAddress, role: "org:member" })),
      );
    await expect(bulk("a@example.com", ADMIN.email)).rejects.toMatchObject(
      refusal(400, "already_a_member_in_organization"),
    );
    await expect(bulk("a@example.com", "b@example.com")).rejects.toMatchObject(
      refusal(403, "organization_membership_quota_exceeded"),
    );
    const list = await organizations.getOrganizationInvitationList({ organizationId });
    expect(list.totalCount).toBe(0);
    await bulk("a@example.com");
    await expect(bulk("b@example.com", "a@example.com")).rejects.toMatchObject({
      status: 400,
      errors: [{ code: "duplicate_record", meta: { emailAddresses: ["a@example.com"] } }],
    });
    await expect(bulk("not an address")).rejects.toMatchObject(
      refusal(422, "form_param_format_invalid"),
    );
  });
});

it("domains are created, listed, changed and deleted where the instance has them", async () => {
  await using clerk = await start();
  const { organizations, instance } = backendClient(clerk);
  const { id: organizationId } = await organizations.createOrganization({ name: "Acme" });
  const create = (name: string) =>
    organizations.createOrganizationDomain({
      organizationId,
      name,
      enrollmentMode: "automatic_suggestion",
    });
  await expect(create("acme.test")).rejects.toMatchObject({ status: 403 });
  await instance.updateOrganizationSettings({ domainsEnabled: true });
  const domain = await create("Acme.test");
  expect(domain).toMatchObject({ name: "acme.test", verification: { status: "verified" } });
  await expect(create("acme.test")).rejects.toMatchObject(
    refusal(422, "organization_domain_already_exists", "name"),
  );
  await expect(create("gmail.com")).rejects.toMatchObject(
    refusal(422, "organization_domain_common", "name"),
  );
  const of = { organizationId, domainId: domain.id };
  const changed = await organizations.updateOrganizationDomain({
    ...of,
    enrollmentMode: "automatic_invitation",
  });
  // The SDK hands domains on as they come.
  expect(changed).toMatchObject({ enrollment_mode: "automatic_invitation" });
  await organizations.deleteOrganizationDomain(of);
  const { totalCount } = await organizations.getOrganizationDomainList({ organizationId });
  expect(totalCount).toBe(0);
});

it("roles and permissions are the app's own beside Clerk's", async () => {
  await using clerk = await start();
  const { organizationRoles, organizationPermissions, organizations } = backendClient(clerk);
  const { data: initial } = await organizationRoles.getOrganizationRoleList({ orderBy: "key" });
  expect(initial.map(({ key }) => key)).toEqual(["org:admin", "org:member"]);
  const permission = await organizationPermissions.createOrganizationPermission({
    name: "Create invoices",
    key: "org:invoices:create",
    description: "",
  });
  const role = await organizationRoles.createOrganizationRole({
    name: "Billing",
    key: "org:billing",
    permissions: [permission.id],
  });
  expect(role.permissions).toMatchObject([{ key: "org:invoices:create" }]);
  const { id: organizationId } = await organizations.createOrganization({
    name: "Acme",
    createdBy: ADMIN.id,
  });
  const ada = await addUser(clerk, "ada@example.com");
  const membership = await organizations.createOrganizationMembership({
    organizationId,
    userId: ada,
    role: "org:billing",
  });
  expect(membership.permissions).toEqual(["org:invoices:create"]);
  await expect(organizationRoles.deleteOrganizationRole(role.id)).rejects.toMatchObject(
    refusal(422, "organization_role_assigned_members"),
  );
  await organizations.deleteOrganizationMembership({ organizationId, userId: ada });
  expect(await organizationRoles.deleteOrganizationRole(role.id)).toMatchObject({ deleted: true });
});

it("the app is told what happens to organizations, as Clerk tells it", async () => {
  await using receiver = await receiveWebhooks();
  await using clerk = await start({ webhook: receiver.webhook });
  const { organizations } = backendClient(clerk);
  const { id: organizationId } = await organizations.createOrganization({
    name: "Acme",
    createdBy: ADMIN.id,
  });
  const emailAddress = "new@example.com";
  const role = "org:member";
  const { id: invitationId } = await organizations.createOrganizationInvitation({
    organizationId,
    emailAddress,
    role,
  });
  await organizations.revokeOrganizationInvitation({ organizationId, invitationId });
  await organizations.deleteOrganization(organizationId);
  await expect.poll(() => receiver.received.length).toBe(5);
  const events = await receiver.events();
  expect(events).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        type: "organization.created",
        data: expect.objectContaining({ id: organizationId, object: "organization", slug: "acme" }),
      }),
      expect.objectContaining({
        type: "organizationMembership.created",
        data: expect.objectContaining({
          role: "org:admin",
          organization: expect.objectContaining({ id: organizationId }),
          public_user_data: expect.objectContaining({ user_id: ADMIN.id }),
        }),
      }),
      expect.objectContaining({
        type: "organizationInvitation.created",
        data: expect.objectContaining({ id: invitationId, email_address: emailAddress }),
      }),
      expect.objectContaining({
        type: "organizationInvitation.revoked",
        data: expect.objectContaining({ status: "revoked" }),
      }),
      expect.objectContaining({
        type: "organization.deleted",
        data: { object: "organization", id: organizationId, slug: "acme", deleted: true },
      }),
    ]),
  );
});

it("organizations outlive a restart", async () => {
  const { mkdtempSync } = await import("node:fs");
  const { tmpdir } = await import("node:os");
  const { join } = await import("node:path");
  const dataDir = mkdtempSync(join(tmpdir(), "local-clerk-"));
  const first = await start({ dataDir });
  const { id } = await backendClient(first).organizations.createOrganization({
    name: "Acme",
    createdBy: ADMIN.id,
  });
  await first.close();
  await using second = await start({ dataDir });
  const organizationId = id;
  const { organizations } = backendClient(second);
  const { data } = await organizations.getOrganizationMembershipList({ organizationId });
  expect(data).toMatchObject([{ role: "org:admin", organization: { name: "Acme" } }]);
});

describe("organizations of the start", () => {
  const members = [{ userId: ADMIN.id, role: "org:admin" }];
  const acme = { id: "org_1", name: "Acme", slug: "acme", members };

  it("are there, and again after a reset", async () => {
    await using clerk = await start({ organizations: { organizations: [acme] } });
    const { organizations } = backendClient(clerk);
    const of = { organizationId: acme.id };
    await organizations.deleteOrganization(acme.id);
    await clerk.reset();
    const { data } = await organizations.getOrganizationMembershipList(of);
    expect(data).toMatchObject([{ role: "org:admin", organization: { slug: "acme" } }]);
    expect(await organizations.getOrganization(of)).toMatchObject({ createdBy: ADMIN.id });
  });

  it("must have members who exist, and ids of Clerk's kind", async () => {
    const nobody = [{ userId: "user_nobody", role: "org:admin" }];
    for (const wrong of [
      { ...acme, members: nobody },
      { ...acme, id: "acme" },
    ]) {
      await expect(start({ organizations: { organizations: [wrong] } })).rejects.toThrow(
        /user_nobody|must start with org_/,
      );
    }
  });
});

it("the app is told of members, accepted invitations and domains", async () => {
  await using receiver = await receiveWebhooks();
  await using clerk = await start({
    webhook: receiver.webhook,
    organizations: { domainsEnabled: true },
  });
  const { organizations } = backendClient(clerk);
  const { id: organizationId } = await organizations.createOrganization({ name: "Acme" });
  const { url } = await organizations.createOrganizationInvitation({
    organizationId,
    emailAddress: ADMIN.email,
    role: "org:member",
  });
  const ticket = new URL(url ?? "").searchParams.get("ticket") ?? "";
  const browser = new Browser(clerk.url);
  await browser.post("/v1/client/sign_ins", { strategy: "ticket", ticket });
  const member = { organizationId, userId: ADMIN.id };
  await organizations.updateOrganizationMembership({ ...member, role: "org:admin" });
  await organizations.updateOrganizationMetadata(organizationId, { publicMetadata: { a: 1 } });
  const name = "acme.test";
  const enrollmentMode = "manual_invitation";
  await organizations.createOrganizationDomain({ organizationId, name, enrollmentMode });
  await expect.poll(() => receiver.received.length).toBe(7);
  const events = await receiver.events();
  expect(events.map(({ type }) => type).toSorted()).toEqual([
    "organization.created",
    "organization.updated",
    "organizationDomain.created",
    "organizationInvitation.accepted",
    "organizationInvitation.created",
    "organizationMembership.created",
    "organizationMembership.updated",
  ]);
  const accepted = events.find(({ type }) => type === "organizationInvitation.accepted");
  expect(accepted?.data).toMatchObject({ status: "accepted", user_id: ADMIN.id });
});
