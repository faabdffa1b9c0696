import { Hono } from "hono";
import { z } from "zod";
import { metadataSchema, readJson, readQuery } from "../body.ts";
import type { Env, Instance } from "../instance.ts";
import { mergeMetadata } from "../metadata.ts";
import {
  addMember,
  checkQuota,
  findMembership,
  getMembership,
  membershipsOf,
  removeMember,
  setMembershipMetadata,
  setRole,
} from "../organizations/memberships.ts";
import { getOrganization } from "../organizations/organizations.ts";
import { many, one, orderQuery, pageOf, pageQuery, sortedBy } from "../organizations/page.ts";
import type { MembershipRecord } from "../organizations/records.ts";
import { primaryEmail, type UserRecord } from "../records.ts";
import { backendMembership } from "../resources/organization-membership.ts";
import { getUser } from "../users.ts";

const createBody = z.strictObject({ user_id: z.string(), role: z.string() });
const updateBody = z.strictObject({ role: z.string() });
const metadataBody = z.strictObject({
  public_metadata: metadataSchema.optional(),
  private_metadata: metadataSchema.optional(),
});
const order = orderQuery(
  ["created_at", "email_address", "first_name", "last_name", "phone_number", "username"],
  "-created_at",
);
const millis = z.tuple([z.coerce.number().int()]).optional();
const listQuery = z.strictObject({
  ...pageQuery,
  order_by: order,
  user_id: many,
  email_address: many,
  role: many,
  query: one,
  email_address_query: one,
  name_query: one,
  created_at_before: millis,
  created_at_after: millis,
  last_active_at_before: millis,
  last_active_at_after: millis,
});
const instanceQuery = z.strictObject({ ...pageQuery, order_by: order });
const userQuery = z.strictObject(pageQuery);

export function organizationMemberships(instance: Instance): Hono<Env> {
  const { store } = instance;
  const routes = new Hono<Env>();
  const toJSON = (membership: MembershipRecord) => backendMembership(instance, membership);
  const userOf = (membership: MembershipRecord) => getUser(instance, membership.userId);
  const nameOf = (user: UserRecord) => [user.firstName, user.lastName].filter(Boolean).join(" ");

  function sorted(
    all: readonly MembershipRecord[],
    { key, isDescending }: z.infer<typeof order>,
  ): MembershipRecord[] {
    const keys = {
      created_at: (each: MembershipRecord) => each.createdAt,
      email_address: (each: MembershipRecord) => primaryEmail(userOf(each))?.address ?? "",
      first_name: (each: MembershipRecord) => userOf(each).firstName ?? "",
      last_name: (each: MembershipRecord) => userOf(each).lastName ?? "",
      phone_number: () => "",
      username: () => "",
    };
    return sortedBy(all, keys[key], isDescending);
  }

  function isWanted(membership: MembershipRecord, query: z.infer<typeof listQuery>): boolean {
    const user = userOf(membership);
    const addresses = user.emails.map((email) => email.address);
    const contains = (texts: readonly string[], part: string) =>
      texts.some((text) => text.toLowerCase().includes(part.toLowerCase()));
    const name = nameOf(user);
    return [
      !query.user_id || query.user_id.includes(user.id),
      !query.role || query.role.includes(membership.role),
      !query.email_address || query.email_address.some((each) => addresses.includes(each)),
      !query.query || contains([user.id, name, ...addresses], query.query[0]),
      !query.email_address_query || contains(addresses, query.email_address_query[0]),
      !query.name_query || contains([name], query.name_query[0]),
      !query.created_at_before || membership.createdAt < query.created_at_before[0],
      !query.created_at_after || membership.createdAt > query.created_at_after[0],
      !query.last_active_at_before || (user.lastActiveAt ?? 0) < query.last_active_at_before[0],
      !query.last_active_at_after || (user.lastActiveAt ?? 0) > query.last_active_at_after[0],
    ].every(Boolean);
  }

  routes.get("/organization_memberships", (c) => {
    const query = readQuery(c, instanceQuery);
    const all = [...store.organizations.memberships.values()];
    return c.json(pageOf(sorted(all, query.order_by), query, toJSON));
  });

  routes.get("/users/:id/organization_memberships", (c) => {
    const query = readQuery(c, userQuery);
    const user = getUser(instance, c.req.param("id"));
    const all = membershipsOf(instance, { userId: user.id }).toReversed();
    return c.json(pageOf(all, query, toJSON));
  });

  routes.get("/organizations/:id/memberships", (c) => {
    const query = readQuery(c, listQuery);
    const { id: organizationId } = getOrganization(instance, c.req.param("id"));
    const all = membershipsOf(instance, { organizationId });
    const wanted = all.filter((each) => isWanted(each, query));
    return c.json(pageOf(sorted(wanted, query.order_by), query, toJSON));
  });

  routes.post("/organizations/:id/memberships", async (c) => {
    const { user_id, role } = await readJson(c, createBody);
    const organization = getOrganization(instance, c.req.param("id"));
    const user = getUser(instance, user_id);
    if (!findMembership(instance, organization.id, user.id)) checkQuota(instance, organization, 1);
    return c.json(toJSON(addMember(instance, organization, user, role)));
  });

  routes.patch("/organizations/:id/memberships/:userId", async (c) => {
    const { role } = await readJson(c, updateBody);
    const organization = getOrganization(instance, c.req.param("id"));
    const membership = getMembership(instance, organization, c.req.param("userId"));
    return c.json(toJSON(setRole(instance, membership, role)));
  });

  routes.patch("/organizations/:id/memberships/:userId/metadata", async (c) => {
    const body = await readJson(c, metadataBody);
    const organization = getOrganization(instance, c.req.param("id"));
    const membership = getMembership(instance, organization, c.req.param("userId"));
    setMembershipMetadata(instance, membership, {
      ...(body.public_metadata && {
        publicMetadata: mergeMetadata(membership.publicMetadata, body.public_metadata),
      }),
      ...(body.private_metadata && {
        privateMetadata: mergeMetadata(membership.privateMetadata, body.private_metadata),
      }),
    });
    return c.json(toJSON(membership));
  });

  routes.delete("/organizations/:id/memberships/:userId", (c) => {
    const organization = getOrganization(instance, c.req.param("id"));
    const membership = getMembership(instance, organization, c.req.param("userId"));
    const json = toJSON(membership);
    removeMember(instance, membership);
    return c.json(json);
  });

  return routes;
}
