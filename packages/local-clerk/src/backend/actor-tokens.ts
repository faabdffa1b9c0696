import { Hono } from "hono";
import { z } from "zod";
import { actorTokenJSON, createActorToken } from "../actor-tokens.ts";
import { readJson } from "../body.ts";
import { ClerkError, notFound } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import { getUser } from "../users.ts";

/** Clerk's defaults: an hour to use it, half an hour for the session. */
const createBody = z.strictObject({
  user_id: z.string(),
  actor: z.looseObject({ sub: z.string().min(1) }),
  expires_in_seconds: z.int().min(1).default(3_600),
  session_max_duration_in_seconds: z.int().min(1).default(1_800),
});

/** Tickets for using the app as another user. */
export function actorTokens(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  routes.post("/actor_tokens", async (c) => {
    const body = await readJson(c, createBody);
    const token = createActorToken(instance, {
      user: getUser(instance, body.user_id),
      actor: body.actor,
      expiresInSeconds: body.expires_in_seconds,
      sessionSeconds: body.session_max_duration_in_seconds,
    });
    return c.json(actorTokenJSON(token));
  });

  routes.post("/actor_tokens/:id/revoke", (c) => {
    const token = instance.store.records.actorTokens.get(c.req.param("id"));
    if (!token) throw notFound("actor token", c.req.param("id"));
    if (token.status !== "pending") {
      const text = `This actor token was ${token.status} already.`;
      throw new ClerkError(400, "actor_token_cannot_be_revoked", "Cannot be revoked", text);
    }
    token.status = "revoked";
    token.updatedAt = Date.now();
    instance.store.changed();
    return c.json(actorTokenJSON(token));
  });

  return routes;
}
