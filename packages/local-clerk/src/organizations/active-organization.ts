import type { SessionTask } from "@clerk/shared/types";
import type { Instance } from "../instance.ts";
import { isLive, type SessionRecord } from "../records.ts";
import { notFoundOrUnauthorized } from "./errors.ts";

/** The task of a session whose user has to choose an organization. */
const CHOOSE: SessionTask["key"] = "choose-organization";

function isMember({ store }: Instance, userId: string, organizationId: string): boolean {
  return [...store.organizations.memberships.values()].some(
    (one) => one.userId === userId && one.organizationId === organizationId,
  );
}

function mustChoose({ settings }: Instance): boolean {
  const { enabled, forceOrganizationSelection } = settings.organizations;
  return enabled && forceOrganizationSelection;
}

/**
 * What a new session of the user starts with: the organization that was active last, or, where the
 * instance wants one and there is none, the task of choosing it.
 */
export function startingOrganization(
  instance: Instance,
  userId: string,
): { id: string | null; tasks: SessionTask["key"][] } {
  const last = instance.store.organizations.lastActive.get(userId) ?? null;
  const id = last !== null && isMember(instance, userId, last) ? last : null;
  return { id, tasks: id === null && mustChoose(instance) ? [CHOOSE] : [] };
}

/** Makes an organization the session's active one; null is the personal workspace. 404 unless the user is a member. */
export function activateOrganization(
  instance: Instance,
  session: SessionRecord,
  organizationId: string | null,
): void {
  if (organizationId === null) {
    if (mustChoose(instance)) return; // there is no personal workspace then
  } else if (!isMember(instance, session.userId, organizationId)) throw notFoundOrUnauthorized();
  else session.tasks = (session.tasks ?? []).filter((task) => task !== CHOOSE);
  session.lastActiveOrganizationId = organizationId;
  instance.store.organizations.lastActive.set(session.userId, organizationId);
  instance.store.changed();
}

/** Sessions that have this organization active have none any more, of one user or of everybody. */
export function forgetActiveOrganization(
  instance: Instance,
  organizationId: string,
  userId?: string,
): void {
  for (const session of instance.store.sessions.values()) {
    if (session.lastActiveOrganizationId !== organizationId || !isLive(session)) continue;
    if (userId !== undefined && session.userId !== userId) continue;
    session.lastActiveOrganizationId = null;
    if (mustChoose(instance)) session.tasks = [...(session.tasks ?? []), CHOOSE];
  }
}

/**
 * The session as a token for another organization than the active one sees it; `""` is the personal
 * workspace. 404 unless the user is a member.
 */
export function forOrganization(
  instance: Instance,
  session: SessionRecord,
  organizationId: string | undefined,
): SessionRecord {
  const wanted = organizationId || null;
  const active = session.lastActiveOrganizationId ?? null;
  if (organizationId === undefined || wanted === active) return session;
  if (wanted !== null && !isMember(instance, session.userId, wanted))
    throw notFoundOrUnauthorized();
  return { ...session, lastActiveOrganizationId: wanted };
}

/**
 * Activates what the page's address names, by id or slug, or the personal workspace for `""`:
 * `organizationSyncOptions` of the app's middleware. What is not the user's own changes nothing.
 */
export function syncOrganization(
  instance: Instance,
  session: SessionRecord,
  idOrSlug: string,
): void {
  if (!instance.settings.organizations.enabled) return;
  const all = [...instance.store.organizations.organizations.values()];
  const found = all.find((one) => one.id === idOrSlug || one.slug === idOrSlug);
  if (idOrSlug === "") activateOrganization(instance, session, null);
  else if (found && isMember(instance, session.userId, found.id)) {
    activateOrganization(instance, session, found.id);
  }
}
