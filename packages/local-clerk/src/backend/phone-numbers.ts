import { Hono } from "hono";
import { z } from "zod";
import { readJson } from "../body.ts";
import { ClerkError, notFound } from "../errors.ts";
import { checkFeature, checkPhoneIsFree, newPhone, phoneText } from "../identifiers.ts";
import type { Env, Instance } from "../instance.ts";
import type { PhoneRecord, UserRecord } from "../records.ts";
import { backendPhoneNumber } from "../resources/user.ts";
import { getUser, updateUser } from "../users.ts";

const updateBody = z.strictObject({
  verified: z.boolean().optional(),
  primary: z.boolean().optional(),
});
const createBody = updateBody.extend({ user_id: z.string(), phone_number: phoneText });
const replaceBody = z.strictObject({ phone_number: phoneText });

/** A user's phone numbers, by the number's id. */
export function phoneNumbers(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  function find(id: string): { user: UserRecord; phone: PhoneRecord } {
    for (const user of instance.store.users.values()) {
      const phone = user.phones.find((one) => one.id === id);
      if (phone) return { user, phone };
    }
    throw notFound("phone number", id);
  }

  function set(user: UserRecord, phone: PhoneRecord, fields: z.infer<typeof updateBody>): void {
    if (fields.verified && !phone.verified) checkPhoneIsFree(instance, phone.number);
    const isVerified = fields.verified ?? phone.verified;
    if (fields.primary && !isVerified) {
      const text = "A primary phone number must be verified.";
      throw new ClerkError(422, "form_param_value_invalid", "is invalid", text, "primary");
    }
    phone.verified = isVerified;
    const isFirst = user.primaryPhoneId === null && isVerified;
    updateUser(instance, user, {
      phones: user.phones.includes(phone) ? user.phones : [...user.phones, phone],
      ...(fields.primary || isFirst ? { primaryPhoneId: phone.id } : {}),
    });
  }

  routes.post("/phone_numbers", async (c) => {
    const { user_id, phone_number, ...fields } = await readJson(c, createBody);
    const user = getUser(instance, user_id);
    checkFeature(instance, "phone", "phone_number");
    checkPhoneIsFree(instance, phone_number);
    const phone = newPhone(phone_number, false);
    set(user, phone, fields);
    return c.json(backendPhoneNumber(phone));
  });

  routes.get("/phone_numbers/:id", (c) =>
    c.json(backendPhoneNumber(find(c.req.param("id")).phone)),
  );

  routes.patch("/phone_numbers/:id", async (c) => {
    const fields = await readJson(c, updateBody);
    const { user, phone } = find(c.req.param("id"));
    set(user, phone, fields);
    return c.json(backendPhoneNumber(phone));
  });

  routes.delete("/phone_numbers/:id", (c) => {
    const { user, phone } = find(c.req.param("id"));
    const phones = user.phones.filter((one) => one !== phone);
    const next = phones.find((one) => one.verified)?.id ?? null;
    const primaryPhoneId = user.primaryPhoneId === phone.id ? next : user.primaryPhoneId;
    updateUser(instance, user, { phones, primaryPhoneId });
    return c.json({ object: "phone_number", id: phone.id, deleted: true });
  });

  /** The new number instead of all that the user had. */
  routes.put("/users/:id/phone_number", async (c) => {
    const { phone_number } = await readJson(c, replaceBody);
    const user = getUser(instance, c.req.param("id"));
    checkFeature(instance, "phone", "phone_number");
    const own = user.phones.find((one) => one.number === phone_number && one.verified);
    if (!own) checkPhoneIsFree(instance, phone_number);
    const phone = own ?? newPhone(phone_number);
    updateUser(instance, user, { phones: [phone], primaryPhoneId: phone.id });
    return c.json(backendPhoneNumber(phone));
  });

  return routes;
}
