import type { ActorTokenJSON } from "@clerk/backend";
import type { ActClaim } from "@clerk/shared/types";
import { newId, randomText } from "./ids.ts";
import type { Instance } from "./instance.ts";
import type { ActorTokenRecord } from "./instance-records.ts";
import type { UserRecord } from "./records.ts";
import type { Redeemed } from "./tickets.ts";
import { checkMaySignIn } from "./user-state.ts";
import { getUser } from "./users.ts";

interface Fields {
  user: UserRecord;
  actor: ActClaim;
  expiresInSeconds: number;
  sessionSeconds: number;
}

/** A ticket with which somebody uses the app as another user. https://clerk.com/docs/guides/users/impersonation */
export function createActorToken({ store }: Instance, fields: Fields): ActorTokenRecord {
  const now = Date.now();
  const token: ActorTokenRecord = {
    id: newId("actorToken"),
    userId: fields.user.id,
    actor: fields.actor,
    token: randomText(43),
    status: "pending",
    expireAt: now + fields.expiresInSeconds * 1_000,
    sessionSeconds: fields.sessionSeconds,
    createdAt: now,
    updatedAt: now,
  };
  store.records.actorTokens.set(token.id, token);
  store.changed();
  return token;
}

/** Undefined when the ticket is no actor token, or one that was used, revoked or is too old. */
export function redeemActorToken(instance: Instance, ticket: string): Redeemed | undefined {
  const all = [...instance.store.records.actorTokens.values()];
  const token = all.find((one) => one.token === ticket);
  if (token?.status !== "pending" || token.expireAt < Date.now()) return undefined;
  const user = getUser(instance, token.userId);
  checkMaySignIn(user);
  token.status = "accepted";
  token.updatedAt = Date.now();
  instance.store.changed();
  const { actor, sessionSeconds } = token;
  return { user, actor, sessionSeconds };
}

/** Its URL is the app's sign-in page, which takes the ticket: the app's own address is unknown here. */
export function actorTokenJSON(token: ActorTokenRecord): ActorTokenJSON {
  const isPending = token.status === "pending";
  return {
    object: "actor_token",
    id: token.id,
    status: token.status,
    user_id: token.userId,
    actor: token.actor,
    token: isPending ? token.token : null,
    url: isPending ? `/sign-in?__clerk_ticket=${token.token}` : null,
    created_at: token.createdAt,
    updated_at: token.updatedAt,
  };
}
