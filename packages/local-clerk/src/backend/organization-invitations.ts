import type { Context } from "hono";
import { Hono } from "hono";
import { z } from "zod";
import { emailText, metadataSchema, readJson, readQuery } from "../body.ts";
import { ClerkError } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import {
  getInvitation,
  invitationsOf,
  invite,
  type NewInvitation,
  revokeInvitation,
} from "../organizations/invitations.ts";
import { getOrganization } from "../organizations/organizations.ts";
import { many, one, pageOf, pageQuery } from "../organizations/page.ts";
import type { InvitationRecord } from "../organizations/records.ts";
import { backendInvitation } from "../resources/organization-invitation.ts";
import { getUser } from "../users.ts";

const MAX_BULK = 10;

const createBody = z.strictObject({
  email_address: emailText,
  role: z.string(),
  inviter_user_id: z.string().nullish(),
  redirect_url: z.string().optional(),
  expires_in_days: z.int().min(1).max(365).optional(),
  public_metadata: metadataSchema.optional(),
  private_metadata: metadataSchema.optional(),
});
const revokeBody = z.strictObject({ requesting_user_id: z.string().nullish() });
const listQuery = z.strictObject({ ...pageQuery, status: many, order_by: one });
const userQuery = z.strictObject({ ...pageQuery, status: one });

export function organizationInvitations(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();
  const toJSON = (invitation: InvitationRecord) => backendInvitation(instance, invitation);
  const originOf = (c: Context<Env>) => new URL(c.req.url).origin;

  function wanted(body: z.infer<typeof createBody>): NewInvitation {
    if (body.inviter_user_id) getUser(instance, body.inviter_user_id);
    return {
      email: body.email_address,
      role: body.role,
      redirectUrl: body.redirect_url,
      expiresInDays: body.expires_in_days,
      publicMetadata: body.public_metadata,
      privateMetadata: body.private_metadata,
    };
  }

  routes.get("/users/:id/organization_invitations", (c) => {
    const query = readQuery(c, userQuery);
    const user = getUser(instance, c.req.param("id"));
    const addresses = user.emails.filter((each) => each.verified).map((each) => each.address);
    const [status] = query.status ?? [];
    const all = invitationsOf(
      instance,
      (each) =>
        (addresses.includes(each.email) || each.userId === user.id) &&
        (status === undefined || each.status === status),
    );
    return c.json(pageOf(all.toReversed(), query, toJSON));
  });

  routes.get("/organizations/:id/invitations", (c) => {
    const query = readQuery(c, listQuery);
    const organization = getOrganization(instance, c.req.param("id"));
    const all = invitationsOf(
      instance,
      (each) =>
        each.organizationId === organization.id &&
        (query.status === undefined || query.status.includes(each.status)),
    );
    return c.json(pageOf(all.toReversed(), query, toJSON));
  });

  routes.post("/organizations/:id/invitations", async (c) => {
    const body = await readJson(c, createBody);
    const organization = getOrganization(instance, c.req.param("id"));
    const created = invite(instance, organization, [wanted(body)], originOf(c));
    return c.json(created.map(toJSON)[0]);
  });

  routes.post("/organizations/:id/invitations/bulk", async (c) => {
    const bodies = await readJson(c, z.array(createBody));
    const organization = getOrganization(instance, c.req.param("id"));
    if (bodies.length > MAX_BULK) {
      throw new ClerkError(
        400,
        "bulk_size_exceeded",
        "bulk size exceeded",
        `Parameters exceed the maximum allowed bulk processing size of ${MAX_BULK}.`,
      );
    }
    const created = invite(instance, organization, bodies.map(wanted), originOf(c));
    return c.json({ data: created.map(toJSON), total_count: created.length });
  });

  routes.get("/organizations/:id/invitations/:invitationId", (c) => {
    const organization = getOrganization(instance, c.req.param("id"));
    return c.json(toJSON(getInvitation(instance, organization, c.req.param("invitationId"))));
  });

  routes.post("/organizations/:id/invitations/:invitationId/revoke", async (c) => {
    await readJson(c, revokeBody);
    const organization = getOrganization(instance, c.req.param("id"));
    const invitation = getInvitation(instance, organization, c.req.param("invitationId"));
    revokeInvitation(instance, invitation);
    return c.json(toJSON(invitation));
  });

  return routes;
}
