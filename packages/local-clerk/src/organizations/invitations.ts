import { newId, randomText } from "../ids.ts";
import type { Instance } from "../instance.ts";
import { checkMetadata } from "../metadata.ts";
import type { Metadata, SignUpRecord, UserRecord } from "../records.ts";
import { acceptedInvitation, backendInvitation } from "../resources/organization-invitation.ts";
import { checkMaySignIn } from "../user-state.ts";
import {
  alreadyMember,
  duplicateInvitation,
  invitationNotFound,
  invitationNotPending,
  invitationOver,
  invitedUserExists,
  invitedUserMissing,
} from "./errors.ts";
import { addMember, checkQuota, findMembership, getRole } from "./memberships.ts";
import { getOrganization } from "./organizations.ts";
import type { InvitationRecord, MembershipRecord, OrganizationRecord } from "./records.ts";

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;

/** The invitations that are asked for, with those of the past marked as expired. */
export function invitationsOf(
  { store }: Instance,
  isWanted: (invitation: InvitationRecord) => boolean,
): InvitationRecord[] {
  const all = [...store.organizations.invitations.values()];
  for (const one of all) {
    if (one.status === "pending" && one.expireAt < Date.now()) one.status = "expired";
  }
  return all.filter(isWanted);
}

export function getInvitation(
  instance: Instance,
  organization: OrganizationRecord,
  id: string,
): InvitationRecord {
  const [found] = invitationsOf(instance, (one) => one.id === id);
  if (found?.organizationId !== organization.id) throw invitationNotFound();
  return found;
}

export interface NewInvitation {
  email: string;
  role: string;
  redirectUrl?: string | undefined;
  expiresInDays?: number | undefined;
  domainId?: string | undefined;
  publicMetadata?: Metadata | undefined;
  privateMetadata?: Metadata | undefined;
}

function verifiedAddresses(user: UserRecord): string[] {
  return user.emails.filter((email) => email.verified).map((email) => email.address);
}

function userWithAddress({ store }: Instance, address: string): UserRecord | undefined {
  return [...store.users.withAddress(address)].find((user) =>
    verifiedAddresses(user).includes(address),
  );
}

/**
 * Invites all of them or, when one cannot be, none. Sends `organizationInvitation.created` for each.
 * @param origin where this server answers, for the link of the invitation
 */
export function invite(
  instance: Instance,
  organization: OrganizationRecord,
  invited: readonly NewInvitation[],
  origin: string,
): InvitationRecord[] {
  for (const { email, role, publicMetadata, privateMetadata } of invited) {
    getRole(instance, role);
    checkMetadata("public_metadata", publicMetadata ?? {});
    checkMetadata("private_metadata", privateMetadata ?? {});
    const user = userWithAddress(instance, email);
    if (user && findMembership(instance, organization.id, user.id)) throw alreadyMember(email);
  }
  const waiting = invitationsOf(
    instance,
    (one) => one.organizationId === organization.id && one.status === "pending",
  ).map(({ email }) => email);
  const twice = invited
    .map(({ email }) => email)
    .filter((email, i, all) => waiting.includes(email) || all.indexOf(email) < i);
  if (twice.length > 0) throw duplicateInvitation([...new Set(twice)]);
  checkQuota(instance, organization, invited.length);
  return invited.map((one) => addInvitation(instance, organization, one, origin));
}

function addInvitation(
  instance: Instance,
  organization: OrganizationRecord,
  invited: NewInvitation,
  origin: string,
): InvitationRecord {
  const { store, clock, webhooks, log } = instance;
  const now = clock.now();
  const ticket = randomText(43);
  const invitation: InvitationRecord = {
    id: newId("organizationInvitation"),
    organizationId: organization.id,
    email: invited.email,
    role: invited.role,
    status: "pending",
    ticket,
    url: `${origin}/v1/tickets/accept?ticket=${ticket}`,
    redirectUrl: invited.redirectUrl ?? null,
    domainId: invited.domainId ?? null,
    userId: null,
    publicMetadata: invited.publicMetadata ?? {},
    privateMetadata: invited.privateMetadata ?? {},
    expireAt: now + (invited.expiresInDays ?? DEFAULT_DAYS) * DAY_MS,
    createdAt: now,
    updatedAt: now,
  };
  store.organizations.invitations.set(invitation.id, invitation);
  store.changed();
  log(`The invitation of ${invitation.email} to ${organization.name} is ${invitation.url}`);
  webhooks.send("organizationInvitation.created", backendInvitation(instance, invitation));
  return invitation;
}

export function revokeInvitation(instance: Instance, invitation: InvitationRecord): void {
  if (invitation.status !== "pending") throw invitationNotPending();
  invitation.status = "revoked";
  invitation.updatedAt = instance.clock.now();
  instance.store.changed();
  const json = backendInvitation(instance, invitation);
  instance.webhooks.send("organizationInvitation.revoked", json);
}

/** The pending invitation with this ticket; undefined when the ticket is no invitation's. */
export function invitationOfTicket(
  instance: Instance,
  ticket: string,
): InvitationRecord | undefined {
  const [found] = invitationsOf(instance, (one) => one.ticket === ticket);
  if (found && found.status !== "pending") throw invitationOver(found.status);
  return found;
}

/** The user whom an invitation's ticket signs in; undefined when the ticket is no invitation's. */
export function userOfInvitation(instance: Instance, ticket: string): UserRecord | undefined {
  const invitation = invitationOfTicket(instance, ticket);
  if (!invitation) return undefined;
  const user = userWithAddress(instance, invitation.email);
  if (!user) throw invitedUserMissing();
  checkMaySignIn(user);
  accept(instance, invitation, user);
  return user;
}

/** Makes the user a member and sends `organizationInvitation.accepted`. */
export function acceptInvitation(
  instance: Instance,
  invitation: InvitationRecord,
  user: UserRecord,
): MembershipRecord {
  if (invitation.status !== "pending") throw invitationNotPending();
  const organization = getOrganization(instance, invitation.organizationId);
  const membership = addMember(instance, organization, user, invitation.role, {
    publicMetadata: invitation.publicMetadata,
    privateMetadata: invitation.privateMetadata,
  });
  invitation.status = "accepted";
  invitation.userId = user.id;
  invitation.updatedAt = instance.clock.now();
  instance.store.changed();
  const json = acceptedInvitation(instance, invitation, user.id);
  instance.webhooks.send("organizationInvitation.accepted", json);
  return membership;
}

/** By ticket: the organization is then the one that the session starts with. */
function accept(instance: Instance, invitation: InvitationRecord, user: UserRecord): void {
  acceptInvitation(instance, invitation, user);
  instance.store.organizations.lastActive.set(user.id, invitation.organizationId);
}

/** Fills a sign-up from an invitation's ticket, which proves the address; false when it is no invitation's. */
export function signUpByTicket(instance: Instance, signUp: SignUpRecord, ticket: string): boolean {
  const invitation = invitationOfTicket(instance, ticket);
  if (!invitation) return false;
  if (userWithAddress(instance, invitation.email)) throw invitedUserExists();
  signUp.email = invitation.email;
  signUp.organizationInvitationId = invitation.id;
  signUp.code = {
    strategy: "email_code",
    emailId: null,
    attempts: 0,
    verified: true,
    expireAt: invitation.expireAt,
  };
  return true;
}

/** Makes who signed up by an invitation a member. */
export function acceptAfterSignUp(
  instance: Instance,
  { organizationInvitationId }: SignUpRecord,
  user: UserRecord,
): void {
  if (!organizationInvitationId) return;
  const invitation = instance.store.organizations.invitations.get(organizationInvitationId);
  if (invitation?.status === "pending") accept(instance, invitation, user);
}
