import type { Context } from "hono";
import { Hono } from "hono";
import { z } from "zod";
import { emailText, readForm, readQuery } from "../body.ts";
import { fromZod } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import {
  getInvitation,
  invitationsOf,
  invite,
  revokeInvitation,
} from "../organizations/invitations.ts";
import { pageOf, pageQuery } from "../organizations/page.ts";
import type { InvitationRecord } from "../organizations/records.ts";
import { frontendInvitation } from "../resources/organization-invitation.ts";
import { answer, memberAccess } from "./organization-access.ts";

const texts = z.array(z.string()).optional();
const listQuery = z.object({ ...pageQuery, status: texts, query: texts });
const inviteForm = z.object({ email_address: emailText, role: z.string() });
const bulkForm = z.object({
  email_address: z.union([emailText.transform((one) => [one]), z.array(emailText)]),
  role: z.string(),
});

/** The invitations of an organization, for those who manage its members. */
export function organizationInvitations(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();
  const toJSON = (invitation: InvitationRecord) => frontendInvitation(instance, invitation);
  const originOf = (c: Context<Env>) => new URL(c.req.url).origin;

  routes.get("/organizations/:id/invitations", (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_memberships:manage");
    const query = readQuery(c, listQuery);
    const wanted = query.query?.join(",").toLowerCase() ?? "";
    const all = invitationsOf(
      instance,
      (one) =>
        one.organizationId === organization.id &&
        (query.status === undefined || query.status.includes(one.status)) &&
        one.email.includes(wanted),
    );
    return answer(c, instance, pageOf(all.toReversed(), query, toJSON));
  });

  routes.post("/organizations/:id/invitations", async (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_memberships:manage");
    const { email_address: email, role } = await readForm(c, inviteForm);
    const created = invite(instance, organization, [{ email, role }], originOf(c));
    return answer(c, instance, created.map(toJSON)[0] ?? {});
  });

  routes.post("/organizations/:id/invitations/bulk", async (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_memberships:manage");
    const form = bulkForm.safeParse(await c.req.parseBody({ all: true }), { reportInput: true });
    if (!form.success) throw fromZod(form.error);
    const { email_address, role } = form.data;
    const invited = email_address.map((email) => ({ email, role }));
    return answer(c, instance, invite(instance, organization, invited, originOf(c)).map(toJSON));
  });

  routes.post("/organizations/:id/invitations/:invitationId/revoke", (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_memberships:manage");
    const invitation = getInvitation(instance, organization, c.req.param("invitationId"));
    revokeInvitation(instance, invitation);
    return answer(c, instance, toJSON(invitation));
  });

  return routes;
}
