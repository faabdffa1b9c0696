import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { CLIENT_COOKIE, clientCookie, refreshCookie, setCookieLine } from "../cookies.ts";
import { signedOut } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import { type ClientRecord, isLive, type SessionRecord } from "../records.ts";
import { clientJSON } from "../resources/client.ts";
import { activeSession, type Caller, createClient } from "../sessions.ts";

/** Where the app runs. Next's proxy names itself in a header; a browser without a proxy has an Origin. */
export function appOrigin(c: Context<Env>): string | null {
  const proxy = c.req.header("clerk-proxy-url");
  const origin = proxy ?? c.req.header("origin");
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).origin : null;
}

export function isSecure(c: Context<Env>): boolean {
  return appOrigin(c)?.startsWith("https:") ?? false;
}

export function caller(c: Context<Env>): Caller {
  return {
    origin: appOrigin(c),
    userAgent: c.req.header("user-agent") ?? null,
    ip: c.req.header("x-forwarded-for") ?? c.env.incoming.socket.remoteAddress ?? null,
  };
}

/** The client that the browser's cookie names. */
export function findClient(c: Context<Env>, { store }: Instance): ClientRecord | undefined {
  const token = getCookie(c, CLIENT_COOKIE);
  if (!token) return undefined;
  return [...store.clients.values()].find((client) => client.token === token);
}

/** The browser's client, made and set as a cookie at its first sign-in or sign-up. */
export function ensureClient(c: Context<Env>, instance: Instance): ClientRecord {
  const known = findClient(c, instance);
  if (known) return known;
  const client = createClient(instance);
  c.header("set-cookie", setCookieLine(clientCookie(client), isSecure(c)), { append: true });
  return client;
}

/** A live session of this browser by its id; 401 when it ended or is somebody else's. */
export function ownSession(c: Context<Env>, instance: Instance, id: string): SessionRecord {
  const client = findClient(c, instance);
  const session = instance.store.sessions.get(id);
  if (!client || !session || session.clientId !== client.id || !isLive(session)) throw signedOut();
  noteUse(c, instance, session);
  return session;
}

/** The session a call under /v1/me is for: clerk-js names it in the query. */
export function currentSession(c: Context<Env>, instance: Instance): SessionRecord {
  const named = c.req.query("_clerk_session_id");
  if (named) return ownSession(c, instance, named);
  const client = findClient(c, instance);
  const session = client && activeSession(instance, client);
  if (!session) throw signedOut();
  noteUse(c, instance, session);
  return session;
}

function noteUse(c: Context<Env>, { store, clock }: Instance, session: SessionRecord): void {
  session.lastActiveAt = clock.now();
  session.origin = appOrigin(c) ?? session.origin;
  const user = store.users.get(session.userId);
  if (user) user.lastActiveAt = session.lastActiveAt;
  store.changed();
}

/** The answer to every mutation: what was asked for, and the client as it is now. */
export async function withClient(
  c: Context<Env>,
  instance: Instance,
  client: ClientRecord | undefined,
  response: object | null,
): Promise<Response> {
  const json = client ? await clientJSON(instance, client) : null;
  return c.json({ response, client: json });
}

/** Sets or clears the cookie that renews tokens, after a sign-in or sign-out. */
export function setRefreshCookie(
  c: Context<Env>,
  instance: Instance,
  session: SessionRecord | undefined,
): void {
  c.header("set-cookie", setCookieLine(refreshCookie(instance, session), isSecure(c)), {
    append: true,
  });
}
