import { type Context, Hono } from "hono";
import { z } from "zod";
import { metadataText, nullableText, readForm } from "../body.ts";
import { formError, notFound } from "../errors.ts";
import { checkFeature, checkUsername } from "../identifiers.ts";
import type { Env, Instance } from "../instance.ts";
import { checkMetadata, mergeMetadata } from "../metadata.ts";
import { checkPassword, passwordMatches } from "../passwords.ts";
import { isLive, type UserRecord } from "../records.ts";
import { organizationsOfUser } from "../resources/organization-membership.ts";
import { sessionWithActivities } from "../resources/session.ts";
import { frontendUser } from "../resources/user.ts";
import { endSession, endSessionsOf } from "../sessions.ts";
import { deleteUser, getUser, setPassword, updateUser } from "../users.ts";
import { currentSession, findClient, setRefreshCookie, withClient } from "./browser.ts";

const profileSchema = z.strictObject({
  first_name: nullableText.optional(),
  last_name: nullableText.optional(),
  username: nullableText.optional(),
  primary_email_address_id: z.string().optional(),
  primary_phone_number_id: z.string().optional(),
});
const metadataSchema = z.strictObject({ unsafe_metadata: metadataText });
const passwordSchema = z.strictObject({
  current_password: z.string().optional(),
  new_password: z.string(),
  sign_out_of_other_sessions: z.string().optional(),
});

const removePasswordSchema = z.object({
  current_password: z.string().optional(),
  sign_out_of_other_sessions: z.string().optional(),
});

export function currentUser(c: Context<Env>, instance: Instance): UserRecord {
  return getUser(instance, currentSession(c, instance).userId);
}

/** The signed-in user: what useUser(), UserButton and UserProfile read and change. */
export function me(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  function answer(c: Context<Env>, user: UserRecord): Promise<Response> {
    const json = { ...frontendUser(user), ...organizationsOfUser(instance, user.id) };
    return withClient(c, instance, findClient(c, instance), json);
  }

  routes.get("/me", (c) => answer(c, currentUser(c, instance)));

  routes.patch("/me", async (c) => {
    const fields = await readForm(c, profileSchema);
    const user = currentUser(c, instance);
    const primary = fields.primary_email_address_id;
    if (
      primary !== undefined &&
      !user.emails.some((email) => email.id === primary && email.verified)
    ) {
      throw notFound("verified email address", primary);
    }
    const phone = fields.primary_phone_number_id;
    if (phone !== undefined && !user.phones.some((one) => one.id === phone && one.verified)) {
      throw notFound("verified phone number", phone);
    }
    if (fields.username !== undefined) checkFeature(instance, "username", "username");
    const username = fields.username ? checkUsername(instance, fields.username, user) : null;
    updateUser(instance, user, {
      ...(fields.username === undefined ? {} : { username }),
      ...(phone === undefined ? {} : { primaryPhoneId: phone }),
      ...(fields.first_name === undefined ? {} : { firstName: fields.first_name }),
      ...(fields.last_name === undefined ? {} : { lastName: fields.last_name }),
      ...(primary === undefined ? {} : { primaryEmailId: primary }),
    });
    return answer(c, user);
  });

  routes.patch("/me/metadata", async (c) => {
    const { unsafe_metadata } = await readForm(c, metadataSchema);
    const user = currentUser(c, instance);
    const merged = mergeMetadata(user.unsafeMetadata, unsafe_metadata);
    updateUser(instance, user, { unsafeMetadata: checkMetadata("unsafe_metadata", merged) });
    return answer(c, user);
  });

  routes.post("/me/change_password", async (c) => {
    const fields = await readForm(c, passwordSchema);
    const session = currentSession(c, instance);
    const user = getUser(instance, session.userId);
    // The page of this task asks for the new password only (ui/src/components/SessionTasks).
    if (
      user.passwordHash !== null &&
      !session.tasks?.includes("reset-password") &&
      !passwordMatches(fields.current_password ?? "", user.passwordHash)
    ) {
      const text = "Password is incorrect. Try again, or use another method.";
      throw formError("form_password_incorrect", "is incorrect", text, "current_password");
    }
    checkPassword(fields.new_password, "new_password");
    setPassword(instance, user, fields.new_password);
    if (fields.sign_out_of_other_sessions === "true") endSessionsOf(instance, user, session);
    return answer(c, user);
  });

  routes.post("/me/remove_password", async (c) => {
    const fields = await readForm(c, removePasswordSchema);
    const session = currentSession(c, instance);
    const user = getUser(instance, session.userId);
    if (!passwordMatches(fields.current_password ?? "", user.passwordHash)) {
      const text = "Password is incorrect. Try again, or use another method.";
      throw formError("form_password_incorrect", "is incorrect", text, "current_password");
    }
    updateUser(instance, user, { passwordHash: null, passwordChangedAt: null });
    if (fields.sign_out_of_other_sessions === "true") endSessionsOf(instance, user, session);
    return answer(c, user);
  });

  routes.delete("/me", async (c) => {
    const user = currentUser(c, instance);
    deleteUser(instance, user);
    setRefreshCookie(c, instance, undefined);
    return withClient(c, instance, findClient(c, instance), {
      object: "user",
      id: user.id,
      deleted: true,
    });
  });

  // Unlike all its neighbours a bare array: clerk-js reads it so.
  routes.get("/me/sessions/active", (c) => {
    const user = currentUser(c, instance);
    const own = [...instance.store.sessions.values()].filter(
      (session) => session.userId === user.id && isLive(session),
    );
    return c.json(own.map((session) => sessionWithActivities(instance, session)));
  });

  routes.post("/me/sessions/:id/revoke", async (c) => {
    const user = currentUser(c, instance);
    const session = instance.store.sessions.get(c.req.param("id"));
    if (session?.userId !== user.id) throw notFound("session", c.req.param("id"));
    endSession(instance, session, "revoked");
    return withClient(
      c,
      instance,
      findClient(c, instance),
      sessionWithActivities(instance, session),
    );
  });

  return routes;
}
