import { Hono } from "hono";
import { z } from "zod";
import { readQuery } from "../body.ts";
import { notFound } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import { enroll, moveSuggestion } from "../organizations/domains.ts";
import { invitationNotFound, notFoundOrUnauthorized } from "../organizations/errors.ts";
import { acceptInvitation, invitationsOf } from "../organizations/invitations.ts";
import { findMembership, membershipsOf, removeMember } from "../organizations/memberships.ts";
import { pageOf, pageQuery } from "../organizations/page.ts";
import type { UserRecord } from "../records.ts";
import { suggestionJSON } from "../resources/organization-domain.ts";
import { userInvitation } from "../resources/organization-invitation.ts";
import { frontendMembership } from "../resources/organization-membership.ts";
import { answer, organizationUser } from "./organization-access.ts";

const listQuery = z.object({ ...pageQuery, status: z.array(z.string()).optional() });

/** What the signed-in user has to do with organizations: memberships, invitations and suggestions. */
export function organizationsOfMine(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();
  const { suggestions } = instance.store.organizations;

  routes.get("/me/organization_memberships", (c) => {
    const user = organizationUser(c, instance);
    const query = readQuery(c, listQuery);
    const all = membershipsOf(instance, { userId: user.id }).toReversed();
    const page = pageOf(all, query, (one) => frontendMembership(instance, one));
    return answer(c, instance, query.paginated ? page : page.data);
  });

  /** Leaving: no permission is needed, but somebody must stay who manages. */
  routes.delete("/me/organization_memberships/:organizationId", (c) => {
    const user = organizationUser(c, instance);
    const membership = findMembership(instance, c.req.param("organizationId"), user.id);
    if (!membership) throw notFoundOrUnauthorized();
    removeMember(instance, membership);
    return answer(c, instance, {
      object: "organization_membership",
      id: membership.id,
      deleted: true,
    });
  });

  const isFor = (user: UserRecord, address: string) =>
    user.emails.some((email) => email.verified && email.address === address);

  routes.get("/me/organization_invitations", (c) => {
    const user = organizationUser(c, instance);
    const query = readQuery(c, listQuery);
    enroll(instance, user, new URL(c.req.url).origin);
    const all = invitationsOf(
      instance,
      (one) => isFor(user, one.email) && (query.status ?? ["pending"]).includes(one.status),
    );
    return answer(
      c,
      instance,
      pageOf(all.toReversed(), query, (one) => userInvitation(instance, one)),
    );
  });

  routes.post("/me/organization_invitations/:invitationId/accept", (c) => {
    const user = organizationUser(c, instance);
    const [invitation] = invitationsOf(instance, (one) => one.id === c.req.param("invitationId"));
    if (!invitation || !isFor(user, invitation.email)) throw invitationNotFound();
    acceptInvitation(instance, invitation, user);
    return answer(c, instance, userInvitation(instance, invitation));
  });

  routes.get("/me/organization_suggestions", (c) => {
    const user = organizationUser(c, instance);
    const query = readQuery(c, listQuery);
    enroll(instance, user, new URL(c.req.url).origin);
    const all = [...suggestions.values()].filter(
      (one) =>
        one.userId === user.id &&
        ["suggested", "requested"].includes(one.status) &&
        (query.status ?? ["pending"]).includes(suggestionJSON(instance, one).status),
    );
    return answer(
      c,
      instance,
      pageOf(all.toReversed(), query, (one) => suggestionJSON(instance, one)),
    );
  });

  routes.post("/me/organization_suggestions/:suggestionId/accept", (c) => {
    const user = organizationUser(c, instance);
    const suggestion = suggestions.get(c.req.param("suggestionId"));
    if (suggestion?.userId !== user.id || suggestion.status !== "suggested") {
      throw notFound("organization suggestion", c.req.param("suggestionId"));
    }
    moveSuggestion(instance, suggestion, "requested");
    return answer(c, instance, suggestionJSON(instance, suggestion));
  });

  return routes;
}
