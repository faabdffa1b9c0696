import { Hono } from "hono";
import type { Env, Instance } from "../instance.ts";
import { mintTemplateToken } from "../jwt-templates.ts";
import { ownSession } from "./browser.ts";

/** `getToken({ template })` */
export function templateTokens(instance: Instance): Hono<Env> {
  return new Hono<Env>().post("/client/sessions/:id/tokens/:template", async (c) => {
    const session = ownSession(c, instance, c.req.param("id"));
    const jwt = await mintTemplateToken(instance, session, c.req.param("template"));
    return c.json({ object: "token", jwt });
  });
}
