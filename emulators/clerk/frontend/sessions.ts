import { Hono } from "hono";
import type { Env, Instance } from "../instance.ts";
import { frontendSession } from "../resources/session.ts";
import { endSession } from "../sessions.ts";
import { mintSessionToken } from "../tokens.ts";
import { findClient, ownSession, setRefreshCookie, withClient } from "./browser.ts";

/** The browser's sessions: tokens, touch, end and remove. */
export function sessions(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get("/client/sessions/:id", async (c) => {
    const session = ownSession(c, instance, c.req.param("id"));
    return withClient(
      c,
      instance,
      findClient(c, instance),
      await frontendSession(instance, session),
    );
  });

  routes.post("/client/sessions/:id/tokens", async (c) => {
    const session = ownSession(c, instance, c.req.param("id"));
    return c.json({ object: "token", jwt: await mintSessionToken(instance, session) });
  });

  routes.post("/client/sessions/:id/touch", async (c) => {
    const session = ownSession(c, instance, c.req.param("id"));
    const client = findClient(c, instance);
    if (client) client.lastActiveSessionId = session.id;
    setRefreshCookie(c, instance, session);
    return withClient(c, instance, client, await frontendSession(instance, session));
  });

  routes.post("/client/sessions/:id/:action{end|remove}", async (c) => {
    const session = ownSession(c, instance, c.req.param("id"));
    endSession(instance, session, c.req.param("action") === "end" ? "ended" : "removed");
    setRefreshCookie(c, instance, undefined);
    return withClient(
      c,
      instance,
      findClient(c, instance),
      await frontendSession(instance, session),
    );
  });

  return routes;
}
