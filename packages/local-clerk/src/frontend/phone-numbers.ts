import { type Context, Hono } from "hono";
import { z } from "zod";
import { knownStrategy, readForm } from "../body.ts";
import { notFound, notImplemented } from "../errors.ts";
import { checkFeature, checkPhoneIsFree, newPhone, phoneText } from "../identifiers.ts";
import type { Env, Instance } from "../instance.ts";
import type { CodeRecord, PhoneRecord, UserRecord } from "../records.ts";
import { phoneNumber } from "../resources/user.ts";
import { sendCode } from "../send-code.ts";
import { updateUser } from "../users.ts";
import { attemptCode, prepareCode } from "../verification-codes.ts";
import { findClient, withClient } from "./browser.ts";
import { currentUser } from "./me.ts";

const createSchema = z.object({ phone_number: phoneText });
const prepareSchema = z.object({ strategy: knownStrategy(["phone_code"]) });
const attemptSchema = z.object({ code: z.string() });

/** Adding, verifying and removing the user's own numbers, as UserProfile does. */
export function phoneNumbers(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();
  /** Codes on their way, by number id; like real ones they do not survive a restart. */
  const codes = new Map<string, CodeRecord>();

  function find(c: Context<Env>, id: string): { user: UserRecord; phone: PhoneRecord } {
    const user = currentUser(c, instance);
    const phone = user.phones.find((one) => one.id === id);
    if (!phone) throw notFound("phone number", id);
    return { user, phone };
  }

  function answer(c: Context<Env>, response: object): Promise<Response> {
    return withClient(c, instance, findClient(c, instance), response);
  }

  routes.get("/me/phone_numbers", (c) =>
    answer(c, currentUser(c, instance).phones.map(phoneNumber)),
  );

  routes.post("/me/phone_numbers", async (c) => {
    const { phone_number } = await readForm(c, createSchema);
    const user = currentUser(c, instance);
    checkFeature(instance, "phone", "phone_number");
    checkPhoneIsFree(instance, phone_number);
    const phone = newPhone(phone_number, false);
    updateUser(instance, user, { phones: [...user.phones, phone] });
    return answer(c, phoneNumber(phone));
  });

  routes.get("/me/phone_numbers/:id", (c) =>
    answer(c, phoneNumber(find(c, c.req.param("id")).phone)),
  );

  routes.post("/me/phone_numbers/:id/prepare_verification", async (c) => {
    const { strategy } = await readForm(c, prepareSchema);
    const { phone } = find(c, c.req.param("id"));
    codes.set(phone.id, prepareCode(strategy, null));
    sendCode(instance, phone.number);
    return answer(c, phoneNumber(phone));
  });

  routes.post("/me/phone_numbers/:id/attempt_verification", async (c) => {
    const { code } = await readForm(c, attemptSchema);
    const { user, phone } = find(c, c.req.param("id"));
    attemptCode(codes.get(phone.id) ?? null, code);
    checkPhoneIsFree(instance, phone.number);
    codes.delete(phone.id);
    phone.verified = true;
    updateUser(instance, user, { primaryPhoneId: user.primaryPhoneId ?? phone.id });
    return answer(c, phoneNumber(phone));
  });

  // Both of its parameters are about second factors.
  routes.patch("/me/phone_numbers/:id", () => {
    throw notImplemented("second factors");
  });

  routes.delete("/me/phone_numbers/:id", async (c) => {
    const { user, phone } = find(c, c.req.param("id"));
    const phones = user.phones.filter((one) => one !== phone);
    const next = phones.find((one) => one.verified)?.id ?? null;
    const primaryPhoneId = user.primaryPhoneId === phone.id ? next : user.primaryPhoneId;
    updateUser(instance, user, { phones, primaryPhoneId });
    return answer(c, { object: "phone_number", id: phone.id, deleted: true });
  });

  return routes;
}
