import { Hono } from "hono";
import { z } from "zod";
import { readJson, readQuery } from "../body.ts";
import { refreshCookie, sessionCookies, setCookieLine } from "../cookies.ts";
import { ClerkError, formError } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import { mintTemplateToken } from "../jwt-templates.ts";
import { isLive, type SessionRecord } from "../records.ts";
import { backendSession } from "../resources/session.ts";
import {
  createClient,
  endSession,
  getSession,
  sessionStatus,
  startSession,
  UNKNOWN_CALLER,
} from "../sessions.ts";
import { mintSessionToken } from "../tokens.ts";
import { getUser } from "../users.ts";

const one = z.tuple([z.string()]).optional();
const listQuery = z.strictObject({
  user_id: one,
  client_id: one,
  status: one,
  limit: z.tuple([z.coerce.number().int().min(1).max(500)]).default([10]),
  offset: z.tuple([z.coerce.number().int().min(0)]).default([0]),
  paginated: one,
});
const createBody = z.strictObject({ user_id: z.string() });
const tokenBody = z.strictObject({
  expires_in_seconds: z.int().min(30).max(315_360_000).optional(),
});
const refreshBody = z.object({
  refresh_token: z.string(),
  request_origin: z.url(),
  format: z.enum(["token", "cookie"]).default("token"),
});

export function sessions(instance: Instance): Hono<Env> {
  const { store } = instance;
  const routes = new Hono<Env>();

  function findLive(id: string): SessionRecord {
    const session = getSession(instance, id);
    if (!isLive(session)) throw new ClerkError(401, "session_not_active", "Session is not active");
    return session;
  }

  routes.get("/sessions", (c) => {
    const query = readQuery(c, listQuery);
    const [user, client, status] = [query.user_id?.[0], query.client_id?.[0], query.status?.[0]];
    if (user === undefined && client === undefined) {
      const text = "client_id or user_id must be included.";
      throw formError("form_param_missing", "is missing", text, "user_id");
    }
    const all = [...store.sessions.values()]
      .filter((session) => user === undefined || session.userId === user)
      .filter((session) => client === undefined || session.clientId === client)
      .filter((session) => status === undefined || sessionStatus(session) === status)
      .reverse();
    const [limit, offset] = [query.limit[0], query.offset[0]];
    const page = all.slice(offset, offset + limit).map(backendSession);
    return c.json(query.paginated ? { data: page, total_count: all.length } : page);
  });

  routes.post("/sessions", async (c) => {
    const { user_id } = await readJson(c, createBody);
    const user = getUser(instance, user_id);
    return c.json(
      backendSession(startSession(instance, createClient(instance), user, UNKNOWN_CALLER)),
    );
  });

  routes.get("/sessions/:id", (c) =>
    c.json(backendSession(getSession(instance, c.req.param("id")))),
  );

  routes.post("/sessions/:id/revoke", (c) => {
    const session = getSession(instance, c.req.param("id"));
    endSession(instance, session, "revoked");
    return c.json(backendSession(session));
  });

  routes.post("/sessions/:id/tokens", async (c) => {
    const { expires_in_seconds } = await readJson(c, tokenBody);
    const session = findLive(c.req.param("id"));
    return c.json({
      object: "token",
      jwt: await mintSessionToken(instance, session, expires_in_seconds),
    });
  });

  routes.post("/sessions/:id/tokens/:template", async (c) => {
    const { expires_in_seconds } = await readJson(c, tokenBody);
    const session = findLive(c.req.param("id"));
    const template = c.req.param("template");
    const jwt = await mintTemplateToken(instance, session, template, expires_in_seconds);
    return c.json({ object: "token", jwt });
  });

  /** The middleware renews an expired token here; any error makes it fall back to a handshake. */
  routes.post("/sessions/:id/refresh", async (c) => {
    const body = await readJson(c, refreshBody);
    const session = findLive(c.req.param("id"));
    if (body.refresh_token !== session.refreshToken) {
      throw new ClerkError(
        401,
        "refresh_token_invalid",
        "The refresh token does not belong to this session.",
      );
    }
    const app = new URL(body.request_origin);
    session.origin = app.origin;
    const jwt = await mintSessionToken(instance, session);
    if (body.format === "token") return c.json({ object: "token", jwt });
    const cookies = [...sessionCookies(instance, jwt), refreshCookie(instance, session)];
    const secure = app.protocol === "https:";
    return c.json({
      object: "cookies",
      cookies: cookies.map((cookie) => setCookieLine(cookie, secure)),
    });
  });

  return routes;
}
