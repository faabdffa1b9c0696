import type { ClientJSON } from "@clerk/backend";
import { Hono } from "hono";
import { decodeJwt } from "jose";
import { z } from "zod";
import { readJson, readQuery } from "../body.ts";
import { ClerkError, notFound } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import type { ClientRecord } from "../records.ts";
import { backendSession } from "../resources/session.ts";
import { activeSession, liveSessions } from "../sessions.ts";
import { isOwnToken } from "../tokens.ts";
import { page, pageQuery } from "./pages.ts";

const verifyBody = z.strictObject({ token: z.string().min(1) });

/** Browsers. */
export function clientList(instance: Instance): Hono<Env> {
  const { clients, sessions } = instance.store;
  const routes = new Hono<Env>();

  function json(client: ClientRecord): ClientJSON {
    const live = liveSessions(instance, client);
    return {
      object: "client",
      id: client.id,
      session_ids: live.map((session) => session.id),
      sessions: live.map(backendSession),
      sign_in_id: client.signIn?.id ?? null,
      sign_up_id: client.signUp?.id ?? null,
      last_active_session_id: activeSession(instance, client)?.id ?? null,
      last_authentication_strategy: null,
      created_at: client.createdAt,
      updated_at: client.updatedAt,
    };
  }

  routes.get("/clients", (c) => {
    const query = readQuery(c, pageQuery);
    const list = page([...clients.values()].reverse(), query, json);
    return c.json(query.paginated ? list : list.data);
  });

  /** The client of a session token, or of the `__client` cookie's value. */
  routes.post("/clients/verify", async (c) => {
    const { token } = await readJson(c, verifyBody);
    const byCookie = [...clients.values()].find((one) => one.token === token);
    const isOwn = byCookie === undefined && (await isOwnToken(instance, token));
    const session = isOwn ? sessions.get(decodeJwt(token).sid as string) : undefined; // ours: we wrote `sid`
    const client = byCookie ?? (session && clients.get(session.clientId));
    if (!client) throw new ClerkError(401, "client_not_found", "Client not found");
    return c.json(json(client));
  });

  routes.get("/clients/:id", (c) => {
    const client = clients.get(c.req.param("id"));
    if (!client) throw notFound("client", c.req.param("id"));
    return c.json(json(client));
  });

  return routes;
}
