import type { SessionJSON as BackendSessionJSON } from "@clerk/backend";
import type {
  SessionActivityJSON,
  SessionJSON,
  SessionTask,
  SessionWithActivitiesJSON,
} from "@clerk/shared/types";
import type { Instance } from "../instance.ts";
import type { SessionRecord } from "../records.ts";
import { sessionStatus } from "../sessions.ts";
import { factorAge, mintSessionToken } from "../tokens.ts";
import { getUser } from "../users.ts";
import { organizationsOfUser } from "./organization-membership.ts";
import { frontendUser, publicUserData } from "./user.ts";

function common(session: SessionRecord) {
  return {
    object: "session" as const,
    id: session.id,
    status: sessionStatus(session),
    actor: session.actor ?? null,
    last_active_at: session.lastActiveAt,
    expire_at: session.expireAt,
    abandon_at: session.abandonAt,
    created_at: session.createdAt,
    updated_at: session.updatedAt,
  };
}

function tasks(session: SessionRecord): SessionTask[] | null {
  return session.tasks?.length ? session.tasks.map((key) => ({ key })) : null;
}

/** With a new token each time, as Clerk answers: that is how `user.reload()` brings fresh claims. */
export async function frontendSession(
  instance: Instance,
  session: SessionRecord,
): Promise<SessionJSON> {
  const user = getUser(instance, session.userId);
  return {
    ...common(session),
    factor_verification_age: factorAge(instance, session),
    last_active_token: { object: "token", id: "", jwt: await mintSessionToken(instance, session) },
    last_active_organization_id: session.lastActiveOrganizationId ?? null,
    tasks: tasks(session),
    user: { ...frontendUser(user), ...organizationsOfUser(instance, user.id) },
    public_user_data: publicUserData(user),
  };
}

function activity({ activity }: SessionRecord): SessionActivityJSON {
  return {
    object: "session_activity",
    id: activity.id,
    device_type: activity.isMobile ? "Mobile" : "Desktop",
    is_mobile: activity.isMobile,
    city: "this machine", // the card shows an empty pair of brackets without one
    ...(activity.browser === null ? {} : { browser_name: activity.browser }),
    ...(activity.ip === null ? {} : { ip_address: activity.ip }),
  };
}

/** One row of "Active devices" in the user's profile. */
export function sessionWithActivities(
  instance: Instance,
  session: SessionRecord,
): Omit<SessionWithActivitiesJSON, "last_active_token"> {
  return {
    ...common(session),
    factor_verification_age: factorAge(instance, session),
    last_active_organization_id: session.lastActiveOrganizationId ?? null,
    tasks: tasks(session),
    user: null,
    public_user_data: publicUserData(getUser(instance, session.userId)),
    latest_activity: activity(session),
  };
}

export function backendSession(session: SessionRecord): BackendSessionJSON {
  return {
    ...common(session),
    client_id: session.clientId,
    user_id: session.userId,
    ...(session.lastActiveOrganizationId && {
      last_active_organization_id: session.lastActiveOrganizationId,
    }),
  };
}
