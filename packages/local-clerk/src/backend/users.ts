import { Hono } from "hono";
import { z } from "zod";
import { readJson, readQuery } from "../body.ts";
import { ClerkError, notFound } from "../errors.ts";
import { checkExternalId, checkFeature, checkUsername } from "../identifiers.ts";
import type { Env, Instance } from "../instance.ts";
import { mergeMetadata } from "../metadata.ts";
import { checkPassword, passwordMatches } from "../passwords.ts";
import { backendUser } from "../resources/user.ts";
import { endSessionsOf } from "../sessions.ts";
import { deleteUser, getUser, markPassword, setPassword, updateUser } from "../users.ts";
import { createUserBody, createUserFrom } from "./new-user.ts";
import { countUsers, listUsers, userFilterSchema, userListSchema } from "./user-list.ts";
import { metadataBody, metadataChanges } from "./user-metadata.ts";

const updateBody = z.strictObject({
  ...metadataBody.shape,
  username: z.string().nullable().optional(),
  first_name: z.string().nullable().optional(),
  last_name: z.string().nullable().optional(),
  external_id: z.string().nullable().optional(),
  password: z.string().optional(),
  skip_password_checks: z.boolean().optional(),
  primary_email_address_id: z.string().optional(),
  primary_phone_number_id: z.string().optional(),
  sign_out_of_other_sessions: z.boolean().optional(),
  /** Nothing is mailed from here, with or without. */
  notify_primary_email_address_changed: z.boolean().optional(),
});
const passwordBody = z.strictObject({ password: z.string() });
const compromisedBody = z.strictObject({ revoke_all_sessions: z.boolean().default(false) });

function checkNewPassword(body: {
  password?: string | undefined;
  skip_password_checks?: boolean | undefined;
}): void {
  if (body.password !== undefined && !body.skip_password_checks) checkPassword(body.password);
}

export function users(instance: Instance): Hono<Env> {
  const { store } = instance;
  const routes = new Hono<Env>();

  routes.get("/users", (c) =>
    c.json(listUsers(store.users, readQuery(c, userListSchema)).map(backendUser)),
  );

  routes.get("/users/count", (c) => {
    const total = countUsers(store.users, readQuery(c, userFilterSchema));
    return c.json({ object: "total_count", total_count: total });
  });

  routes.post("/users", async (c) =>
    c.json(backendUser(createUserFrom(instance, await readJson(c, createUserBody)))),
  );

  routes.get("/users/:id", (c) => c.json(backendUser(getUser(instance, c.req.param("id")))));

  routes.patch("/users/:id", async (c) => {
    const body = await readJson(c, updateBody);
    const user = getUser(instance, c.req.param("id"));
    const primary = body.primary_email_address_id;
    if (
      primary !== undefined &&
      !user.emails.some((email) => email.id === primary && email.verified)
    ) {
      throw notFound("verified email address", primary);
    }
    const phone = body.primary_phone_number_id;
    if (phone !== undefined && !user.phones.some((one) => one.id === phone && one.verified)) {
      throw notFound("verified phone number", phone);
    }
    if (body.username) checkFeature(instance, "username", "username");
    const username = body.username ? checkUsername(instance, body.username, user) : null;
    if (body.external_id) checkExternalId(instance, body.external_id, user);
    checkNewPassword(body);
    const changes = {
      ...(body.username === undefined ? {} : { username }),
      ...(phone === undefined ? {} : { primaryPhoneId: phone }),
      ...(body.first_name === undefined ? {} : { firstName: body.first_name }),
      ...(body.last_name === undefined ? {} : { lastName: body.last_name }),
      ...(body.external_id === undefined ? {} : { externalId: body.external_id }),
      ...(primary === undefined ? {} : { primaryEmailId: primary }),
      ...metadataChanges(body, (_, value) => value),
    };
    if (body.password === undefined) updateUser(instance, user, changes);
    else setPassword(instance, user, body.password, changes);
    if (body.sign_out_of_other_sessions) endSessionsOf(instance, user);
    return c.json(backendUser(user));
  });

  // Nothing is awaited between reading the metadata and setting it, so concurrent merges lose nothing.
  routes.patch("/users/:id/metadata", async (c) => {
    const body = await readJson(c, metadataBody);
    const user = getUser(instance, c.req.param("id"));
    const changes = metadataChanges(body, (field, value) => mergeMetadata(user[field], value));
    return c.json(backendUser(updateUser(instance, user, changes)));
  });

  routes.put("/users/:id/metadata", async (c) => {
    const body = await readJson(c, metadataBody);
    const user = getUser(instance, c.req.param("id"));
    const changes = metadataChanges(body, (_, value) => value);
    return c.json(backendUser(updateUser(instance, user, changes)));
  });

  routes.delete("/users/:id", (c) => {
    const user = getUser(instance, c.req.param("id"));
    deleteUser(instance, user);
    return c.json({ object: "user", id: user.id, deleted: true });
  });

  routes.post("/users/:id/password/set_compromised", async (c) => {
    const { revoke_all_sessions } = await readJson(c, compromisedBody);
    const user = getUser(instance, c.req.param("id"));
    markPassword(instance, user, true);
    if (revoke_all_sessions) endSessionsOf(instance, user);
    return c.json(backendUser(user));
  });

  routes.post("/users/:id/password/unset_compromised", (c) => {
    const user = getUser(instance, c.req.param("id"));
    markPassword(instance, user, false);
    return c.json(backendUser(user));
  });

  routes.post("/users/:id/verify_password", async (c) => {
    const { password } = await readJson(c, passwordBody);
    const user = getUser(instance, c.req.param("id"));
    if (passwordMatches(password, user.passwordHash)) return c.json({ verified: true });
    throw new ClerkError(422, "incorrect_password", "Incorrect password", "Incorrect password.");
  });

  return routes;
}
