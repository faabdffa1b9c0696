import { Hono } from "hono";
import { z } from "zod";
import { readForm, readQuery } from "../body.ts";
import type { Env, Instance } from "../instance.ts";
import {
  addMember,
  checkQuota,
  getMembership,
  membershipsOf,
  removeMember,
  setRole,
} from "../organizations/memberships.ts";
import { pageOf, pageQuery } from "../organizations/page.ts";
import type { MembershipRecord } from "../organizations/records.ts";
import { frontendMembership } from "../resources/organization-membership.ts";
import { getUser } from "../users.ts";
import { answer, memberAccess } from "./organization-access.ts";

const texts = z.array(z.string()).optional();
const listQuery = z.object({ ...pageQuery, role: texts, query: texts });
const addForm = z.object({ user_id: z.string(), role: z.string() });
const updateForm = z.object({ role: z.string() });

/** The members of an organization. */
export function organizationMembers(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();
  const toJSON = (membership: MembershipRecord) => frontendMembership(instance, membership);

  function isWanted(membership: MembershipRecord, query: z.infer<typeof listQuery>): boolean {
    if (query.role && !query.role.includes(membership.role)) return false;
    const user = getUser(instance, membership.userId);
    // clerk-js sends a text with commas as several.
    const wanted = query.query?.join(",").toLowerCase() ?? "";
    const name = [user.firstName, user.lastName].filter(Boolean).join(" ");
    const addresses = user.emails.map((email) => email.address);
    return [user.id, name, ...addresses].some((text) => text.toLowerCase().includes(wanted));
  }

  routes.get("/organizations/:id/memberships", (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_memberships:read");
    const query = readQuery(c, listQuery);
    const all = membershipsOf(instance, { organizationId: organization.id });
    const wanted = all.filter((one) => isWanted(one, query)).toReversed();
    return answer(c, instance, pageOf(wanted, query, toJSON));
  });

  routes.post("/organizations/:id/memberships", async (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_memberships:manage");
    const { user_id, role } = await readForm(c, addForm);
    const user = getUser(instance, user_id);
    checkQuota(instance, organization, 1);
    return answer(c, instance, toJSON(addMember(instance, organization, user, role)));
  });

  routes.patch("/organizations/:id/memberships/:userId", async (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_memberships:manage");
    const { role } = await readForm(c, updateForm);
    const membership = getMembership(instance, organization, c.req.param("userId"));
    return answer(c, instance, toJSON(setRole(instance, membership, role)));
  });

  routes.delete("/organizations/:id/memberships/:userId", (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_memberships:manage");
    const membership = getMembership(instance, organization, c.req.param("userId"));
    const json = toJSON(membership);
    removeMember(instance, membership);
    return answer(c, instance, json);
  });

  return routes;
}
