import { newId } from "../ids.ts";
import type { Instance } from "../instance.ts";
import { checkMetadata } from "../metadata.ts";
import type { Metadata, UserRecord } from "../records.ts";
import { backendMembership } from "../resources/organization-membership.ts";
import { forgetActiveOrganization } from "./active-organization.ts";
import {
  alreadyMember,
  membershipNotFound,
  membershipQuotaExceeded,
  minimumPermissionsNeeded,
  roleNotFound,
} from "./errors.ts";
import type { MembershipRecord, OrganizationRecord, RoleRecord } from "./records.ts";
import type { SystemPermission } from "./roles.ts";

export function findRole({ store }: Instance, key: string): RoleRecord | undefined {
  return [...store.organizations.roles.values()].find((role) => role.key === key);
}

/** The role with this key, or 404 about `role`. */
export function getRole(instance: Instance, key: string): RoleRecord {
  const role = findRole(instance, key);
  if (!role) throw roleNotFound();
  return role;
}

export function permissionsOf(instance: Instance, membership: MembershipRecord): string[] {
  return findRole(instance, membership.role)?.permissions ?? [];
}

export function membershipsOf(
  { store }: Instance,
  of: { organizationId?: string; userId?: string },
): MembershipRecord[] {
  return [...store.organizations.memberships.values()].filter(
    (one) =>
      (of.organizationId === undefined || one.organizationId === of.organizationId) &&
      (of.userId === undefined || one.userId === of.userId),
  );
}

export function findMembership(
  instance: Instance,
  organizationId: string,
  userId: string,
): MembershipRecord | undefined {
  return membershipsOf(instance, { organizationId, userId })[0];
}

/** The user's membership, or 404. */
export function getMembership(
  instance: Instance,
  organization: OrganizationRecord,
  userId: string,
): MembershipRecord {
  const membership = findMembership(instance, organization.id, userId);
  if (!membership) throw membershipNotFound();
  return membership;
}

export function membersCount(instance: Instance, organization: OrganizationRecord): number {
  return membershipsOf(instance, { organizationId: organization.id }).length;
}

export function pendingInvitationsCount({ store }: Instance, organizationId: string): number {
  return [...store.organizations.invitations.values()].filter(
    (one) => one.organizationId === organizationId && one.status === "pending",
  ).length;
}

/** Whether there is room for so many more members, those who are invited counted as members. */
export function hasRoom(
  instance: Instance,
  organization: OrganizationRecord,
  more: number,
): boolean {
  const limit = organization.maxAllowedMemberships;
  const taken =
    membersCount(instance, organization) + pendingInvitationsCount(instance, organization.id);
  return limit === 0 || taken + more <= limit;
}

/** Throws 403 when the organization has no room for so many more. */
export function checkQuota(
  instance: Instance,
  organization: OrganizationRecord,
  more: number,
): void {
  if (hasRoom(instance, organization, more)) return;
  throw membershipQuotaExceeded(organization.maxAllowedMemberships);
}

/** Makes the user a member and sends `organizationMembership.created`. */
export function addMember(
  instance: Instance,
  organization: OrganizationRecord,
  user: UserRecord,
  role: string,
  metadata: { publicMetadata?: Metadata; privateMetadata?: Metadata } = {},
): MembershipRecord {
  const { store, clock, webhooks } = instance;
  getRole(instance, role);
  if (findMembership(instance, organization.id, user.id)) throw alreadyMember(user.id);
  const now = clock.now();
  const membership: MembershipRecord = {
    id: newId("membership"),
    organizationId: organization.id,
    userId: user.id,
    role,
    publicMetadata: metadata.publicMetadata ?? {},
    privateMetadata: metadata.privateMetadata ?? {},
    createdAt: now,
    updatedAt: now,
  };
  store.organizations.memberships.set(membership.id, membership);
  // Who is in by another way need not ask any more.
  for (const one of store.organizations.suggestions.values()) {
    if (one.organizationId === organization.id && one.userId === user.id) one.status = "accepted";
  }
  store.changed();
  webhooks.send("organizationMembership.created", backendMembership(instance, membership));
  return membership;
}

/** What some member must always be able to do. */
const NEEDED: readonly SystemPermission[] = [
  "org:sys_memberships:manage",
  "org:sys_profile:manage",
];

/** Throws 400 when nobody could manage the organization without this member in this role. */
function checkSomebodyManages(
  instance: Instance,
  membership: MembershipRecord,
  nextRole: string | undefined,
): void {
  const manages = (role: string | undefined) => {
    const permissions = role === undefined ? [] : (findRole(instance, role)?.permissions ?? []);
    return NEEDED.every((permission) => permissions.includes(permission));
  };
  if (!manages(membership.role) || manages(nextRole)) return;
  const others = membershipsOf(instance, { organizationId: membership.organizationId });
  if (!others.some((one) => one !== membership && manages(one.role)))
    throw minimumPermissionsNeeded();
}

export function setRole(
  instance: Instance,
  membership: MembershipRecord,
  role: string,
): MembershipRecord {
  getRole(instance, role);
  checkSomebodyManages(instance, membership, role);
  return changeMembership(instance, membership, { role });
}

export function setMembershipMetadata(
  instance: Instance,
  membership: MembershipRecord,
  metadata: { publicMetadata?: Metadata; privateMetadata?: Metadata },
): MembershipRecord {
  if (metadata.publicMetadata) checkMetadata("public_metadata", metadata.publicMetadata);
  if (metadata.privateMetadata) checkMetadata("private_metadata", metadata.privateMetadata);
  return changeMembership(instance, membership, metadata);
}

function changeMembership(
  instance: Instance,
  membership: MembershipRecord,
  changes: Partial<MembershipRecord>,
): MembershipRecord {
  Object.assign(membership, changes, { updatedAt: instance.clock.now() });
  instance.store.changed();
  const json = backendMembership(instance, membership);
  instance.webhooks.send("organizationMembership.updated", json);
  return membership;
}

/**
 * Ends a membership and sends `organizationMembership.deleted`.
 * @param isLastAllowed whether the one who alone manages the organization may go, as a deleted user does
 */
export function removeMember(
  instance: Instance,
  membership: MembershipRecord,
  { isLastAllowed = false } = {},
): void {
  if (!isLastAllowed) checkSomebodyManages(instance, membership, undefined);
  const json = backendMembership(instance, membership);
  instance.store.organizations.memberships.delete(membership.id);
  forgetActiveOrganization(instance, membership.organizationId, membership.userId);
  instance.store.changed();
  instance.webhooks.send("organizationMembership.deleted", json);
}

/** Takes a user who is about to be deleted out of all organizations. */
export function removeFromOrganizations(instance: Instance, user: UserRecord): void {
  const { suggestions, lastActive, entitlements } = instance.store.organizations;
  for (const membership of membershipsOf(instance, { userId: user.id })) {
    removeMember(instance, membership, { isLastAllowed: true });
  }
  for (const one of suggestions.values()) if (one.userId === user.id) suggestions.delete(one.id);
  lastActive.delete(user.id);
  entitlements.delete(user.id);
}
