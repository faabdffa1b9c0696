import type { ActClaim } from "@clerk/shared/types";
import { redeemActorToken } from "./actor-tokens.ts";
import type { Instance } from "./instance.ts";
import { userOfInvitation } from "./organizations/invitations.ts";
import type { UserRecord } from "./records.ts";
import { redeemSignInToken } from "./sign-in-tokens.ts";

export interface Redeemed {
  user: UserRecord;
  /** Who uses the session, when it is not the user. */
  actor: ActClaim | null;
  /** How long the session may live; undefined as usual. */
  sessionSeconds?: number | undefined;
}

/** What a ticket that signs somebody in is good for, once; 400 when it is good for nothing. */
export function redeemTicket(instance: Instance, ticket: string): Redeemed {
  const byActor = redeemActorToken(instance, ticket);
  if (byActor) return byActor;
  const invited = userOfInvitation(instance, ticket);
  return { user: invited ?? redeemSignInToken(instance, ticket), actor: null };
}
