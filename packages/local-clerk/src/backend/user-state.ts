import { Hono } from "hono";
import { z } from "zod";
import { readJson } from "../body.ts";
import type { Env, Instance } from "../instance.ts";
import type { UserRecord } from "../records.ts";
import { backendUser } from "../resources/user.ts";
import { endSessionsOf } from "../sessions.ts";
import { LOCKOUT_MS } from "../user-state.ts";
import { getUser, updateUser } from "../users.ts";

const removePasswordBody = z.strictObject({ sign_out_of_other_sessions: z.boolean().optional() });

/** Banning, locking, and taking the password away. */
export function userState(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  function change(id: string, changes: Partial<UserRecord>): UserRecord {
    return updateUser(instance, getUser(instance, id), changes);
  }

  routes.post("/users/:id/ban", (c) => {
    const user = change(c.req.param("id"), { banned: true });
    endSessionsOf(instance, user);
    return c.json(backendUser(user));
  });

  routes.post("/users/:id/unban", (c) =>
    c.json(backendUser(change(c.req.param("id"), { banned: false }))),
  );

  // Sessions that are open go on: a lock is about signing in.
  routes.post("/users/:id/lock", (c) =>
    c.json(backendUser(change(c.req.param("id"), { lockedUntil: Date.now() + LOCKOUT_MS }))),
  );

  routes.post("/users/:id/unlock", (c) =>
    c.json(backendUser(change(c.req.param("id"), { lockedUntil: null }))),
  );

  routes.post("/users/:id/remove_password", async (c) => {
    const body = await readJson(c, removePasswordBody);
    const user = change(c.req.param("id"), { passwordHash: null, passwordChangedAt: null });
    if (body.sign_out_of_other_sessions) endSessionsOf(instance, user);
    return c.json(backendUser(user));
  });

  return routes;
}
