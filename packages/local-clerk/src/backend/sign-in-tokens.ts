import { Hono } from "hono";
import { z } from "zod";
import { readJson } from "../body.ts";
import { notFound } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import { createSignInToken, signInTokenJSON } from "../sign-in-tokens.ts";
import { getUser } from "../users.ts";

const THIRTY_DAYS_SECONDS = 2_592_000;
const createBody = z.strictObject({
  user_id: z.string(),
  expires_in_seconds: z.int().min(1).default(THIRTY_DAYS_SECONDS),
});

export function signInTokens(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  routes.post("/sign_in_tokens", async (c) => {
    const { user_id, expires_in_seconds } = await readJson(c, createBody);
    const user = getUser(instance, user_id);
    return c.json(signInTokenJSON(createSignInToken(instance, user, expires_in_seconds)));
  });

  routes.post("/sign_in_tokens/:id/revoke", (c) => {
    const token = instance.store.signInTokens.get(c.req.param("id"));
    if (!token) throw notFound("sign-in token", c.req.param("id"));
    token.status = "revoked";
    token.updatedAt = Date.now();
    instance.store.changed();
    return c.json(signInTokenJSON(token));
  });

  return routes;
}
