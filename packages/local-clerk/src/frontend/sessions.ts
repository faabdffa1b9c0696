import { type Context, Hono } from "hono";
import { z } from "zod";
import { readForm } from "../body.ts";
import type { Env, Instance } from "../instance.ts";
import { activateOrganization, forOrganization } from "../organizations/active-organization.ts";
import type { SessionRecord } from "../records.ts";
import { frontendSession } from "../resources/session.ts";
import { activeSession, endSession } from "../sessions.ts";
import { mintEdgeToken, mintSessionToken } from "../tokens.ts";
import { findClient, ownSession, setRefreshCookie, withClient } from "./browser.ts";

/**
 * clerk-js calls the second one `forceOrigin` and writes it in snake case; it sends both only when
 * the environment says that there is a session minter.
 */
const tokenForm = z.object({
  token: z.string().optional(),
  force_origin: z.string().optional(),
  forceOrigin: z.string().optional(),
  organization_id: z.string().optional(),
});

const touchForm = z.object({ active_organization_id: z.string().optional() });

/** At the edge only with the session minter on, a previous token, and no wish for the origin. */
async function newToken(
  c: Context<Env>,
  instance: Instance,
  session: SessionRecord,
): Promise<string> {
  const form = { ...tokenForm.parse(c.req.query()), ...(await readForm(c, tokenForm)) };
  const isForced = form.force_origin === "true" || form.forceOrigin === "true";
  const now = forOrganization(instance, session, form.organization_id);
  return instance.settings.sessionMinter && form.token && !isForced && now === session
    ? mintEdgeToken(instance, session, form.token)
    : mintSessionToken(instance, now);
}

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
    return c.json({ object: "token", jwt: await newToken(c, instance, session) });
  });

  routes.post("/client/sessions/:id/touch", async (c) => {
    const session = ownSession(c, instance, c.req.param("id"));
    const client = findClient(c, instance);
    const { active_organization_id: organizationId } = await readForm(c, touchForm);
    // clerk-js writes the personal workspace as empty text.
    if (organizationId !== undefined)
      activateOrganization(instance, session, organizationId || null);
    if (client) client.lastActiveSessionId = session.id;
    // What came of a social provider is known by now.
    if (client?.signIn?.createdSessionId === session.id) client.signIn = null;
    if (client?.signUp?.createdSessionId === session.id) client.signUp = null;
    setRefreshCookie(c, instance, session);
    return withClient(c, instance, client, await frontendSession(instance, session));
  });

  routes.post("/client/sessions/:id/:action{end|remove}", async (c) => {
    const session = ownSession(c, instance, c.req.param("id"));
    endSession(instance, session, c.req.param("action") === "end" ? "ended" : "removed");
    const client = findClient(c, instance);
    setRefreshCookie(c, instance, client && activeSession(instance, client));
    return withClient(c, instance, client, await frontendSession(instance, session));
  });

  return routes;
}
