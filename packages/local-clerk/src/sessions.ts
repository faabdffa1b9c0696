import type { ActClaim } from "@clerk/shared/types";
import { notFound } from "./errors.ts";
import { newId, randomText } from "./ids.ts";
import type { Instance } from "./instance.ts";
import { startingOrganization } from "./organizations/active-organization.ts";
import { type ClientRecord, isLive, type SessionRecord, type UserRecord } from "./records.ts";

const DAY_MS = 86_400_000;
/** Clerk's defaults. */
const SESSION_MS = 7 * DAY_MS;
const ABANDON_MS = 30 * DAY_MS;

/** What a request says about its browser and its app. */
export interface Caller {
  origin: string | null;
  userAgent: string | null;
  ip: string | null;
}

export const UNKNOWN_CALLER: Caller = { origin: null, userAgent: null, ip: null };

/** The session's status as Clerk reports it; an old one expires without anybody writing that down. */
export function sessionStatus(
  session: SessionRecord,
): SessionRecord["status"] | "expired" | "pending" {
  if (session.status !== "active") return session.status;
  if (!isLive(session)) return "expired";
  return session.tasks?.length ? "pending" : "active";
}

/** The session with this id; throws Clerk's 404 when there is none. */
export function getSession({ store }: Instance, id: string): SessionRecord {
  const session = store.sessions.get(id);
  if (!session) throw notFound("session", id);
  return session;
}

export function liveSessions({ store }: Instance, client: ClientRecord): SessionRecord[] {
  return [...store.sessions.values()].filter((one) => one.clientId === client.id && isLive(one));
}

/** The session that the client uses: the one it used last, if that still lives. */
export function activeSession(instance: Instance, client: ClientRecord): SessionRecord | undefined {
  const live = liveSessions(instance, client);
  return live.find((one) => one.id === client.lastActiveSessionId) ?? live[0];
}

export function createClient({ store, clock }: Instance): ClientRecord {
  const now = clock.now();
  const client: ClientRecord = {
    id: newId("client"),
    token: randomText(43),
    signIn: null,
    signUp: null,
    lastActiveSessionId: null,
    createdAt: now,
    updatedAt: now,
  };
  store.clients.set(client.id, client);
  store.changed();
  return client;
}

interface SessionOptions {
  /** Who uses the session, when it is not the user. */
  actor?: ActClaim | null;
  sessionSeconds?: number | undefined;
}

/** Signs the user in on this client, and out anybody who was, unless the instance has multi-session handling. */
export function startSession(
  instance: Instance,
  client: ClientRecord,
  user: UserRecord,
  caller: Caller,
  { actor = null, sessionSeconds }: SessionOptions = {},
): SessionRecord {
  const { store, clock, settings } = instance;
  if (!settings.multiSession) {
    for (const other of liveSessions(instance, client)) other.status = "ended";
  }
  const now = clock.now();
  const organization = startingOrganization(instance, user.id);
  const session: SessionRecord = {
    id: newId("session"),
    clientId: client.id,
    userId: user.id,
    status: "active",
    // https://clerk.com/docs/guides/configure/session-tasks: at the next sign-in, not in open sessions.
    tasks: [
      ...(user.passwordCompromised ? (["reset-password"] as const) : []),
      ...organization.tasks,
    ],
    actor,
    lastActiveOrganizationId: organization.id,
    refreshToken: randomText(43),
    origin: caller.origin,
    activity: {
      id: newId("activity"),
      browser: browserName(caller.userAgent),
      ip: caller.ip,
      isMobile: /Mobile/.test(caller.userAgent ?? ""),
    },
    verifiedAt: now,
    createdAt: now,
    updatedAt: now,
    lastActiveAt: now,
    expireAt: now + (sessionSeconds === undefined ? SESSION_MS : sessionSeconds * 1_000),
    abandonAt: now + ABANDON_MS,
  };
  store.sessions.set(session.id, session);
  client.lastActiveSessionId = session.id;
  client.updatedAt = now;
  user.lastSignInAt = now;
  user.lastActiveAt = now;
  store.changed();
  return session;
}

/** Also moves the client's `updated_at`: it becomes `__client_uat`, which makes older tokens stale. */
export function endSession(
  { store, clock }: Instance,
  session: SessionRecord,
  status: "ended" | "removed" | "revoked",
): void {
  const now = clock.now();
  session.status = status;
  session.updatedAt = now;
  const client = store.clients.get(session.clientId);
  if (client) {
    client.updatedAt = now;
    if (client.lastActiveSessionId === session.id) client.lastActiveSessionId = null;
  }
  store.changed();
}

/** Ends a user's sessions, all or all but one. */
export function endSessionsOf(instance: Instance, user: UserRecord, except?: SessionRecord): void {
  for (const session of instance.store.sessions.values()) {
    if (session.userId === user.id && session !== except && isLive(session)) {
      endSession(instance, session, "revoked");
    }
  }
}

function browserName(userAgent: string | null): string | null {
  // In this order: Edge also calls itself Chrome, and everybody calls itself Safari.
  const known = { Edg: "Edge", Firefox: "Firefox", Chrome: "Chrome", Safari: "Safari" };
  return Object.entries(known).find(([mark]) => userAgent?.includes(`${mark}/`))?.[1] ?? null;
}
