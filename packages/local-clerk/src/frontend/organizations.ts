import { Hono } from "hono";
import { z } from "zod";
import { readForm, readQuery } from "../body.ts";
import { ClerkError } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import { readLogo } from "../organizations/logo.ts";
import { addMember } from "../organizations/memberships.ts";
import {
  createOrganization,
  deleteOrganization,
  updateOrganization,
} from "../organizations/organizations.ts";
import { pageOf, pageQuery } from "../organizations/page.ts";
import { frontendOrganization } from "../resources/organization.ts";
import { roleJSON } from "../resources/organization-role.ts";
import { answer, memberAccess, organizationUser } from "./organization-access.ts";
import { organizationDomains } from "./organization-domains.ts";
import { organizationInvitations } from "./organization-invitations.ts";
import { organizationMembers } from "./organization-members.ts";
import { organizationsOfMine } from "./organizations-of-mine.ts";
import { tickets } from "./tickets.ts";

const createForm = z.object({ name: z.string(), slug: z.string().optional() });
const updateForm = createForm.partial();
const listQuery = z.object(pageQuery);

/** Organizations, as clerk-js, OrganizationSwitcher and OrganizationProfile call them. */
export function organizations(instance: Instance): Hono<Env> {
  return new Hono<Env>()
    .route("/", organizationsOfMine(instance))
    .route("/", organizationMembers(instance))
    .route("/", organizationInvitations(instance))
    .route("/", organizationDomains(instance))
    .route("/", tickets(instance))
    .route("/", organizationRoutes(instance));
}

function organizationRoutes(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();
  const { store } = instance;

  routes.post("/organizations", async (c) => {
    const user = organizationUser(c, instance);
    const { name, slug } = await readForm(c, createForm);
    const { usersCreate, creatorRole } = instance.settings.organizations;
    if (!usersCreate) {
      const text = "You are not allowed to create organizations.";
      throw new ClerkError(403, "not_allowed_access", "access denied", text);
    }
    const organization = createOrganization(instance, { name, slug, createdBy: user.id });
    addMember(instance, organization, user, creatorRole);
    return answer(c, instance, frontendOrganization(instance, organization));
  });

  routes.get("/organizations/:id", (c) => {
    const { organization } = memberAccess(c, instance);
    return answer(c, instance, frontendOrganization(instance, organization));
  });

  routes.patch("/organizations/:id", async (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_profile:manage");
    const { name, slug } = await readForm(c, updateForm);
    updateOrganization(instance, organization, {
      ...(name === undefined ? {} : { name }),
      ...(slug === undefined || slug === organization.slug ? {} : { slug }),
    });
    return answer(c, instance, frontendOrganization(instance, organization));
  });

  routes.delete("/organizations/:id", (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_profile:delete");
    if (!organization.adminDeleteEnabled) {
      throw new ClerkError(
        403,
        "organization_admin_delete_not_enabled",
        "admin delete not enabled",
        "Deletion by admin is not enabled for this organization.",
      );
    }
    deleteOrganization(instance, organization);
    const { id, slug } = organization;
    return answer(c, instance, { object: "organization", id, slug, deleted: true });
  });

  routes.put("/organizations/:id/logo", async (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_profile:manage");
    updateOrganization(instance, organization, { logo: await readLogo(c) });
    return answer(c, instance, frontendOrganization(instance, organization));
  });

  routes.delete("/organizations/:id/logo", (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_profile:manage");
    updateOrganization(instance, organization, { logo: null });
    return answer(c, instance, frontendOrganization(instance, organization));
  });

  routes.get("/organizations/:id/roles", (c) => {
    memberAccess(c, instance);
    const all = [...store.organizations.roles.values()];
    const page = pageOf(all, readQuery(c, listQuery), (role) => roleJSON(instance, role));
    return answer(c, instance, { ...page, has_role_set_migration: false });
  });

  return routes;
}
