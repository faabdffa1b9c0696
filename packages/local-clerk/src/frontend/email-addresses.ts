import { type Context, Hono } from "hono";
import { z } from "zod";
import { emailText, knownStrategy, readForm } from "../body.ts";
import { ClerkError, notFound } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import type { CodeRecord, EmailRecord, UserRecord } from "../records.ts";
import { emailAddress } from "../resources/user.ts";
import { sendCode } from "../send-code.ts";
import { checkEmailIsFree, newEmail, updateUser } from "../users.ts";
import { attemptCode, prepareCode } from "../verification-codes.ts";
import { findClient, withClient } from "./browser.ts";
import { currentUser } from "./me.ts";

const createSchema = z.object({ email_address: emailText });
const prepareSchema = z.object({ strategy: knownStrategy(["email_code"]) });
const attemptSchema = z.object({ code: z.string() });

/** Adding, verifying and removing the user's own addresses, as UserProfile does. */
export function emailAddresses(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();
  /** Codes on their way, by address id; like real ones they do not survive a restart. */
  const codes = new Map<string, CodeRecord>();

  function find(c: Context<Env>, id: string): { user: UserRecord; email: EmailRecord } {
    const user = currentUser(c, instance);
    const email = user.emails.find((one) => one.id === id);
    if (!email) throw notFound("email address", id);
    return { user, email };
  }

  function answer(c: Context<Env>, response: object): Promise<Response> {
    return withClient(c, instance, findClient(c, instance), response);
  }

  routes.get("/me/email_addresses", (c) =>
    answer(c, currentUser(c, instance).emails.map(emailAddress)),
  );

  routes.post("/me/email_addresses", async (c) => {
    const { email_address } = await readForm(c, createSchema);
    const user = currentUser(c, instance);
    checkEmailIsFree(instance, email_address);
    const email = newEmail(email_address, false);
    updateUser(instance, user, { emails: [...user.emails, email] });
    return answer(c, emailAddress(email));
  });

  routes.get("/me/email_addresses/:id", (c) =>
    answer(c, emailAddress(find(c, c.req.param("id")).email)),
  );

  routes.post("/me/email_addresses/:id/prepare_verification", async (c) => {
    const { strategy } = await readForm(c, prepareSchema);
    const { email } = find(c, c.req.param("id"));
    codes.set(email.id, prepareCode(strategy, email.id));
    sendCode(instance, email.address);
    return answer(c, emailAddress(email));
  });

  routes.post("/me/email_addresses/:id/attempt_verification", async (c) => {
    const { code } = await readForm(c, attemptSchema);
    const { user, email } = find(c, c.req.param("id"));
    attemptCode(codes.get(email.id) ?? null, code);
    checkEmailIsFree(instance, email.address);
    codes.delete(email.id);
    email.verified = true;
    updateUser(instance, user, { primaryEmailId: user.primaryEmailId ?? email.id });
    return answer(c, emailAddress(email));
  });

  routes.delete("/me/email_addresses/:id", async (c) => {
    const { user, email } = find(c, c.req.param("id"));
    if (email.id === user.primaryEmailId) {
      throw new ClerkError(
        400,
        "last_identification_deletion_failed",
        "Deletion failed",
        "The primary email address cannot be removed.",
      );
    }
    updateUser(instance, user, { emails: user.emails.filter((one) => one !== email) });
    return answer(c, { object: "email_address", id: email.id, deleted: true });
  });

  return routes;
}
