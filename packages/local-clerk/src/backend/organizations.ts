import { Hono } from "hono";
import { z } from "zod";
import { metadataSchema, readJson, readQuery } from "../body.ts";
import { ClerkError } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import { mergeMetadata } from "../metadata.ts";
import { organizationsOff } from "../organizations/errors.ts";
import { readLogo } from "../organizations/logo.ts";
import { addMember, membersCount } from "../organizations/memberships.ts";
import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  updateOrganization,
} from "../organizations/organizations.ts";
import { flag, many, one, orderQuery, pageOf, pageQuery, sortedBy } from "../organizations/page.ts";
import type { OrganizationRecord } from "../organizations/records.ts";
import { backendOrganization } from "../resources/organization.ts";
import { organizationDomains } from "./organization-domains.ts";
import { organizationInvitations } from "./organization-invitations.ts";
import { organizationMemberships } from "./organization-memberships.ts";
import { organizationRoles } from "./organization-roles.ts";
import { organizationSettingsRoutes } from "./organization-settings.ts";

const metadataFields = {
  public_metadata: metadataSchema.optional(),
  private_metadata: metadataSchema.optional(),
};
const metadataBody = z.strictObject(metadataFields);
const createBody = z.strictObject({
  ...metadataFields,
  name: z.string(),
  slug: z.string().optional(),
  created_by: z.string().optional(),
  max_allowed_memberships: z.int().min(0).optional(),
});
const updateBody = z.strictObject({
  ...metadataFields,
  name: z.string().optional(),
  slug: z.string().optional(),
  max_allowed_memberships: z.int().min(0).optional(),
  admin_delete_enabled: z.boolean().optional(),
});
const listQuery = z.strictObject({
  ...pageQuery,
  include_members_count: flag,
  query: one,
  order_by: orderQuery(["name", "created_at", "members_count"], "-created_at"),
  organization_id: many,
  user_id: many,
});
const getQuery = z.strictObject({ include_members_count: flag });

/** Everything about organizations in the Backend API; 403 while the instance has them switched off. */
export function organizations(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();
  for (const path of [
    "/organizations/*",
    "/organization_memberships",
    "/organization_roles/*",
    "/organization_permissions/*",
    "/users/:id/organization_memberships",
    "/users/:id/organization_invitations",
  ]) {
    routes.use(path, async (_, next) => {
      if (!instance.settings.organizations.enabled) throw organizationsOff();
      await next();
    });
  }
  return routes
    .route("/", organizationSettingsRoutes(instance))
    .route("/", organizationMemberships(instance))
    .route("/", organizationInvitations(instance))
    .route("/", organizationDomains(instance))
    .route("/", organizationRoles(instance))
    .route("/", organizationRoutes(instance));
}

function organizationRoutes(instance: Instance): Hono<Env> {
  const { store } = instance;
  const routes = new Hono<Env>();

  const withCount = (organization: OrganizationRecord, isWanted: boolean) =>
    backendOrganization(
      organization,
      isWanted ? { members_count: membersCount(instance, organization) } : {},
    );

  function matching({ query, organization_id, user_id }: z.infer<typeof listQuery>) {
    const wanted = query?.[0].toLowerCase();
    const memberships = [...store.organizations.memberships.values()];
    return [...store.organizations.organizations.values()].filter(({ id, name, slug }) => {
      if (organization_id && !organization_id.includes(id)) return false;
      const isMembers = (userId: string) =>
        memberships.some((each) => each.userId === userId && each.organizationId === id);
      if (user_id && !user_id.some((userId) => isMembers(userId.replace(/^\+/, "")))) return false;
      if (wanted === undefined || id.toLowerCase() === wanted) return true;
      return name.toLowerCase().includes(wanted) || slug.includes(wanted);
    });
  }

  routes.get("/organizations", (c) => {
    const query = readQuery(c, listQuery);
    const keys = {
      name: (each: OrganizationRecord) => each.name.toLowerCase(),
      created_at: (each: OrganizationRecord) => each.createdAt,
      members_count: (each: OrganizationRecord) => membersCount(instance, each),
    };
    const { key, isDescending } = query.order_by;
    const all = sortedBy(matching(query), keys[key], isDescending);
    const isCounted = query.include_members_count?.[0] === "true";
    return c.json(pageOf(all, query, (each) => withCount(each, isCounted)));
  });

  routes.post("/organizations", async (c) => {
    const body = await readJson(c, createBody);
    const creator = body.created_by === undefined ? undefined : store.users.get(body.created_by);
    if (body.created_by !== undefined && !creator) {
      throw new ClerkError(
        400,
        "organization_creator_not_found",
        "creator not found",
        `No users found with id ${body.created_by}.`,
      );
    }
    const organization = createOrganization(instance, {
      name: body.name,
      slug: body.slug,
      createdBy: body.created_by,
      maxAllowedMemberships: body.max_allowed_memberships,
      publicMetadata: body.public_metadata,
      privateMetadata: body.private_metadata,
    });
    if (creator) {
      addMember(instance, organization, creator, instance.settings.organizations.creatorRole);
    }
    return c.json(backendOrganization(organization));
  });

  routes.get("/organizations/:id", (c) => {
    const isCounted = readQuery(c, getQuery).include_members_count?.[0] === "true";
    return c.json(withCount(getOrganization(instance, c.req.param("id")), isCounted));
  });

  routes.patch("/organizations/:id", async (c) => {
    const body = await readJson(c, updateBody);
    const organization = getOrganization(instance, c.req.param("id"));
    updateOrganization(instance, organization, {
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(body.slug === undefined ? {} : { slug: body.slug }),
      ...(body.max_allowed_memberships === undefined
        ? {}
        : { maxAllowedMemberships: body.max_allowed_memberships }),
      ...(body.admin_delete_enabled === undefined
        ? {}
        : { adminDeleteEnabled: body.admin_delete_enabled }),
      ...(body.public_metadata === undefined ? {} : { publicMetadata: body.public_metadata }),
      ...(body.private_metadata === undefined ? {} : { privateMetadata: body.private_metadata }),
    });
    return c.json(backendOrganization(organization));
  });

  // Nothing is awaited between reading the metadata and setting it, so concurrent merges lose nothing.
  routes.on(["PATCH", "PUT"], "/organizations/:id/metadata", async (c) => {
    const { public_metadata, private_metadata } = await readJson(c, metadataBody);
    const organization = getOrganization(instance, c.req.param("id"));
    const isMerge = c.req.method === "PATCH";
    const next = (field: "publicMetadata" | "privateMetadata", value: typeof public_metadata) =>
      value && { [field]: isMerge ? mergeMetadata(organization[field], value) : value };
    updateOrganization(instance, organization, {
      ...next("publicMetadata", public_metadata),
      ...next("privateMetadata", private_metadata),
    });
    return c.json(backendOrganization(organization));
  });

  routes.put("/organizations/:id/logo", async (c) => {
    const organization = getOrganization(instance, c.req.param("id"));
    const logo = await readLogo(c);
    return c.json(backendOrganization(updateOrganization(instance, organization, { logo })));
  });

  routes.delete("/organizations/:id/logo", (c) => {
    const organization = getOrganization(instance, c.req.param("id"));
    return c.json(backendOrganization(updateOrganization(instance, organization, { logo: null })));
  });

  routes.delete("/organizations/:id", (c) => {
    const organization = getOrganization(instance, c.req.param("id"));
    deleteOrganization(instance, organization);
    const { id, slug } = organization;
    return c.json({ object: "organization", id, slug, deleted: true });
  });

  return routes;
}
