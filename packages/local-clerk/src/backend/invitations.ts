import type { InvitationJSON } from "@clerk/backend";
import { type Context, Hono } from "hono";
import { z } from "zod";
import { emailText, metadataSchema, readJson, readQuery } from "../body.ts";
import { ClerkError, notFound } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import type { InvitationRecord } from "../instance-records.ts";
import { createInvitation, INVITATION_DAYS, isPending } from "../invitations.ts";
import { orderBy, page, pageQuery, sorted } from "./pages.ts";

const createBody = z.strictObject({
  email_address: emailText,
  public_metadata: metadataSchema.optional(),
  redirect_url: z.string().max(2_000).nullish(),
  expires_in_days: z.int().min(1).max(365).default(INVITATION_DAYS),
  ignore_existing: z.boolean().default(false),
  notify: z.boolean().default(true),
  template_slug: z.enum(["invitation", "waitlist_invitation"]).default("invitation"),
});
const bulkBody = z.array(createBody).min(1).max(10);
const STATUSES = ["pending", "accepted", "revoked", "expired"] as const;
const listQuery = pageQuery.extend({
  status: z.tuple([z.enum(STATUSES)]).optional(),
  query: z.tuple([z.string()]).optional(),
  order_by: orderBy(["created_at", "email_address", "expires_at"]),
});

function statusOf(invitation: InvitationRecord): (typeof STATUSES)[number] {
  return invitation.status === "pending" && !isPending(invitation) ? "expired" : invitation.status;
}

/** The link of the message: the page that the app gave, or its sign-up page, with the ticket. */
function urlOf({ redirectUrl, token }: InvitationRecord): string {
  const page = redirectUrl ?? "/sign-up";
  const ticket = `__clerk_status=sign_up&__clerk_ticket=${token}`;
  return `${page}${page.includes("?") ? "&" : "?"}${ticket}`;
}

export function invitationJSON(invitation: InvitationRecord): InvitationJSON {
  return {
    object: "invitation",
    id: invitation.id,
    email_address: invitation.email,
    public_metadata: invitation.publicMetadata,
    revoked: invitation.status === "revoked",
    status: statusOf(invitation),
    url: urlOf(invitation),
    created_at: invitation.createdAt,
    updated_at: invitation.updatedAt,
  };
}

/** Invitations to the app. Nothing is mailed: the log has the link. */
export function invitations(instance: Instance): Hono<Env> {
  const all = instance.store.records.invitations;
  const routes = new Hono<Env>();

  function create(body: z.infer<typeof createBody>): InvitationRecord {
    const invitation = createInvitation(instance, {
      email: body.email_address,
      publicMetadata: body.public_metadata,
      redirectUrl: body.redirect_url,
      days: body.expires_in_days,
      ignoreExisting: body.ignore_existing,
    });
    if (body.notify) instance.log(`${invitation.email} is invited: ${urlOf(invitation)}`);
    return invitation;
  }

  function find(c: Context<Env>): InvitationRecord {
    const id = c.req.param("id") ?? "";
    const invitation = all.get(id);
    if (!invitation) throw notFound("invitation", id);
    return invitation;
  }

  routes.get("/invitations", (c) => {
    const query = readQuery(c, listQuery);
    const [status] = query.status ?? [];
    const [text] = query.query ?? [];
    const found = [...all.values()]
      .filter((one) => (status ? statusOf(one) === status : one.status !== "revoked"))
      .filter((one) => !text || one.id === text || one.email.includes(text.toLowerCase()));
    const ordered = sorted(found, query.order_by, (one, key) => {
      if (key === "email_address") return one.email;
      return key === "expires_at" ? one.expireAt : one.createdAt;
    });
    const list = page(ordered, query, invitationJSON);
    return c.json(query.paginated ? list : list.data);
  });

  routes.post("/invitations", async (c) =>
    c.json(invitationJSON(create(await readJson(c, createBody)))),
  );

  routes.post("/invitations/bulk", async (c) =>
    c.json((await readJson(c, bulkBody)).map((body) => invitationJSON(create(body)))),
  );

  routes.post("/invitations/:id/revoke", (c) => {
    const invitation = find(c);
    if (invitation.status !== "pending") {
      const code =
        invitation.status === "accepted"
          ? "invitation_already_accepted"
          : "invitation_already_revoked";
      const text = `This invitation was ${invitation.status} already.`;
      throw new ClerkError(400, code, "Invitation cannot be revoked", text);
    }
    invitation.status = "revoked";
    invitation.updatedAt = Date.now();
    instance.store.changed();
    return c.json(invitationJSON(invitation));
  });

  routes.delete("/invitations/:id", (c) => {
    const { id } = find(c);
    all.delete(id);
    instance.store.changed();
    return c.json({ object: "invitation", id, deleted: true });
  });

  return routes;
}
