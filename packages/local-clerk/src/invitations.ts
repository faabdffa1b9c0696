import { ClerkError, formError } from "./errors.ts";
import { newId, randomText } from "./ids.ts";
import type { Instance } from "./instance.ts";
import type { InvitationRecord } from "./instance-records.ts";
import type { Metadata } from "./records.ts";
import { findUserByEmail } from "./users.ts";

const DAY_MS = 86_400_000;
export const INVITATION_DAYS = 30;

export interface NewInvitation {
  email: string;
  publicMetadata?: Metadata | undefined;
  redirectUrl?: string | null | undefined;
  days?: number | undefined;
  /** Also for somebody who was invited before or has an account. */
  ignoreExisting?: boolean | undefined;
}

/** Throws 422 when somebody has the address or it was invited already. */
export function createInvitation(instance: Instance, fields: NewInvitation): InvitationRecord {
  const { records } = instance.store;
  const { email } = fields;
  if (!fields.ignoreExisting) {
    if (findUserByEmail(instance, email)) {
      const text = "That email address is taken. Please try another.";
      throw formError("form_identifier_exists", text, text, "email_address");
    }
    if ([...records.invitations.values()].some((one) => one.email === email && isPending(one))) {
      const text = "duplicate invitation";
      const long = `There are already pending invitations for the following email addresses: ${email}`;
      throw new ClerkError(400, "duplicate_record", text, long, "email_address");
    }
  }
  const now = Date.now();
  const invitation: InvitationRecord = {
    id: newId("applicationInvitation"),
    email,
    publicMetadata: fields.publicMetadata ?? {},
    redirectUrl: fields.redirectUrl ?? null,
    token: randomText(43),
    status: "pending",
    expireAt: now + (fields.days ?? INVITATION_DAYS) * DAY_MS,
    createdAt: now,
    updatedAt: now,
  };
  records.invitations.set(invitation.id, invitation);
  instance.store.changed();
  return invitation;
}

/** Neither used nor revoked; an old one expires without anybody writing that down. */
export function isPending(invitation: InvitationRecord): boolean {
  return invitation.status === "pending" && invitation.expireAt > Date.now();
}

export function findInvitation(
  { store }: Instance,
  id: string | null | undefined,
): InvitationRecord | undefined {
  return id ? store.records.invitations.get(id) : undefined;
}

/** The invitation of a ticket; throws 400 when it was used, revoked or is too old. */
export function redeemInvitation({ store }: Instance, ticket: string): InvitationRecord {
  const found = [...store.records.invitations.values()].find((one) => one.token === ticket);
  if (found && isPending(found)) return found;
  throw new ClerkError(
    400,
    "ticket_invalid_code",
    "Ticket is invalid",
    "The ticket is invalid, used or expired.",
  );
}
