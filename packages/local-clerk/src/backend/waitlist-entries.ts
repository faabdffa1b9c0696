import type { WaitlistEntryJSON } from "@clerk/backend";
import { type Context, Hono } from "hono";
import { z } from "zod";
import { emailText, readJson, readQuery } from "../body.ts";
import { ClerkError, notFound } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import type { WaitlistRecord } from "../instance-records.ts";
import { createInvitation, findInvitation } from "../invitations.ts";
import { joinWaitlist } from "../waitlist.ts";
import { invitationJSON } from "./invitations.ts";
import { orderBy, page, pageQuery, sorted } from "./pages.ts";

const createBody = z.strictObject({
  email_address: emailText,
  notify: z.boolean().default(true),
});
const bulkBody = z.array(createBody).min(1).max(50);
const inviteBody = z.strictObject({ ignore_existing: z.boolean().default(false) });
const listQuery = pageQuery.extend({
  query: z.tuple([z.string()]).optional(),
  status: z.tuple([z.enum(["pending", "invited", "rejected", "completed"])]).optional(),
  order_by: orderBy(["created_at", "invited_at", "email_address"]),
});

/** Who waits to be invited. */
export function waitlistEntries(instance: Instance): Hono<Env> {
  const all = instance.store.records.waitlist;
  const routes = new Hono<Env>();

  function json(entry: WaitlistRecord): WaitlistEntryJSON {
    const invitation = findInvitation(instance, entry.invitationId);
    return {
      object: "waitlist_entry",
      id: entry.id,
      status: entry.status,
      email_address: entry.email,
      invitation: invitation ? invitationJSON(invitation) : null,
      is_locked: false,
      created_at: entry.createdAt,
      updated_at: entry.updatedAt,
    };
  }

  function find(c: Context<Env>): WaitlistRecord {
    const id = c.req.param("id") ?? "";
    const entry = all.get(id);
    if (!entry) throw notFound("waitlist entry", id);
    return entry;
  }

  function change(entry: WaitlistRecord, status: WaitlistRecord["status"]): WaitlistRecord {
    entry.status = status;
    entry.updatedAt = Date.now();
    instance.store.changed();
    return entry;
  }

  function invitedAt(entry: WaitlistRecord): number {
    return findInvitation(instance, entry.invitationId)?.createdAt ?? 0;
  }

  routes.get("/waitlist_entries", (c) => {
    const query = readQuery(c, listQuery);
    const [status] = query.status ?? [];
    const [text] = query.query ?? [];
    const found = [...all.values()]
      .filter((entry) => status === undefined || entry.status === status)
      .filter((entry) => !text || entry.id === text || entry.email.includes(text.toLowerCase()));
    const ordered = sorted(found, query.order_by, (entry, key) => {
      if (key === "email_address") return entry.email;
      return key === "invited_at" ? invitedAt(entry) : entry.createdAt;
    });
    return c.json(page(ordered, query, json));
  });

  routes.post("/waitlist_entries", async (c) => {
    const { email_address } = await readJson(c, createBody);
    return c.json(json(joinWaitlist(instance, email_address)));
  });

  routes.post("/waitlist_entries/bulk", async (c) => {
    const body = await readJson(c, bulkBody);
    return c.json(body.map(({ email_address }) => json(joinWaitlist(instance, email_address))));
  });

  routes.post("/waitlist_entries/:id/invite", async (c) => {
    const { ignore_existing: ignoreExisting } = await readJson(c, inviteBody);
    const entry = find(c);
    const invitation = createInvitation(instance, { email: entry.email, ignoreExisting });
    entry.invitationId = invitation.id;
    instance.log(`${entry.email} is invited: ${invitationJSON(invitation).url}`);
    return c.json(json(change(entry, "invited")));
  });

  routes.post("/waitlist_entries/:id/reject", (c) => c.json(json(change(find(c), "rejected"))));

  routes.delete("/waitlist_entries/:id", (c) => {
    const { id, status } = find(c);
    if (status !== "pending") {
      const text = "Only a pending entry can be deleted.";
      throw new ClerkError(400, "waitlist_entry_not_pending", "Not pending", text);
    }
    all.delete(id);
    instance.store.changed();
    return c.json({ object: "waitlist_entry", id, deleted: true });
  });

  return routes;
}
