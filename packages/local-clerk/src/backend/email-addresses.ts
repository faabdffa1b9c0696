import { Hono } from "hono";
import { z } from "zod";
import { emailText, readJson } from "../body.ts";
import { ClerkError, notFound } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import type { EmailRecord, UserRecord } from "../records.ts";
import { backendEmailAddress } from "../resources/user.ts";
import { checkEmailIsFree, getUser, newEmail, updateUser } from "../users.ts";

const updateBody = z.strictObject({
  verified: z.boolean().optional(),
  primary: z.boolean().optional(),
});
const createBody = updateBody.extend({ user_id: z.string(), email_address: emailText });
const replaceBody = z.strictObject({ email_address: emailText });

/** A user's email addresses, by the address's id. */
export function emailAddresses(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  function find(id: string): { user: UserRecord; email: EmailRecord } {
    for (const user of instance.store.users.values()) {
      const email = user.emails.find((one) => one.id === id);
      if (email) return { user, email };
    }
    throw notFound("email address", id);
  }

  function set(user: UserRecord, email: EmailRecord, fields: z.infer<typeof updateBody>): void {
    if (fields.verified && !email.verified) checkEmailIsFree(instance, email.address);
    const isVerified = fields.verified ?? email.verified;
    if (fields.primary && !isVerified) {
      const text = "A primary email address must be verified.";
      throw new ClerkError(422, "form_param_value_invalid", "is invalid", text, "primary");
    }
    email.verified = isVerified;
    const isFirst = user.primaryEmailId === null && isVerified;
    updateUser(instance, user, {
      emails: user.emails.includes(email) ? user.emails : [...user.emails, email],
      ...(fields.primary || isFirst ? { primaryEmailId: email.id } : {}),
    });
  }

  routes.post("/email_addresses", async (c) => {
    const { user_id, email_address, ...fields } = await readJson(c, createBody);
    const user = getUser(instance, user_id);
    checkEmailIsFree(instance, email_address);
    const email = newEmail(email_address, false);
    set(user, email, fields);
    return c.json(backendEmailAddress(email));
  });

  routes.get("/email_addresses/:id", (c) =>
    c.json(backendEmailAddress(find(c.req.param("id")).email)),
  );

  routes.patch("/email_addresses/:id", async (c) => {
    const fields = await readJson(c, updateBody);
    const { user, email } = find(c.req.param("id"));
    set(user, email, fields);
    return c.json(backendEmailAddress(email));
  });

  routes.delete("/email_addresses/:id", (c) => {
    const { user, email } = find(c.req.param("id"));
    const emails = user.emails.filter((one) => one !== email);
    const next = emails.find((one) => one.verified)?.id ?? null;
    const primaryEmailId = user.primaryEmailId === email.id ? next : user.primaryEmailId;
    updateUser(instance, user, { emails, primaryEmailId });
    return c.json({ object: "email_address", id: email.id, deleted: true });
  });

  /** The new address instead of all that the user had. */
  routes.put("/users/:id/email_address", async (c) => {
    const { email_address } = await readJson(c, replaceBody);
    const user = getUser(instance, c.req.param("id"));
    const own = user.emails.find((one) => one.address === email_address && one.verified);
    if (!own) checkEmailIsFree(instance, email_address);
    const email = own ?? newEmail(email_address);
    updateUser(instance, user, { emails: [email], primaryEmailId: email.id });
    return c.json(backendEmailAddress(email));
  });

  return routes;
}
