import type { OrganizationMembershipJSON as BackendMembershipJSON } from "@clerk/backend";
import type {
  OrganizationMembershipJSON,
  OrganizationPermissionKey,
  PublicUserDataJSON,
} from "@clerk/shared/types";
import type { Instance } from "../instance.ts";
import { findRole, membershipsOf, permissionsOf } from "../organizations/memberships.ts";
import { getOrganization } from "../organizations/organizations.ts";
import type { MembershipRecord } from "../organizations/records.ts";
import { backendOrganization, frontendOrganization } from "./organization.ts";
import { publicUserData } from "./user.ts";

function member({ store }: Instance, userId: string): PublicUserDataJSON & { user_id: string } {
  const user = store.users.get(userId);
  if (!user) throw new Error(`A membership is of user ${userId}, who is gone.`);
  return { ...publicUserData(user), user_id: userId };
}

function common(instance: Instance, membership: MembershipRecord) {
  return {
    object: "organization_membership" as const,
    id: membership.id,
    role: membership.role,
    role_name: findRole(instance, membership.role)?.name ?? membership.role,
    // An app may have written anything; what its own type promises is the app's to check.
    public_metadata: membership.publicMetadata as OrganizationMembershipPublicMetadata,
    public_user_data: member(instance, membership.userId),
    created_at: membership.createdAt,
    updated_at: membership.updatedAt,
  };
}

export function frontendMembership(
  instance: Instance,
  membership: MembershipRecord,
): OrganizationMembershipJSON {
  return {
    ...common(instance, membership),
    // An app may name its own permissions; the type lists what it declared.
    permissions: permissionsOf(instance, membership) as OrganizationPermissionKey[],
    organization: frontendOrganization(
      instance,
      getOrganization(instance, membership.organizationId),
    ),
  };
}

export function backendMembership(
  instance: Instance,
  membership: MembershipRecord,
): BackendMembershipJSON {
  return {
    ...common(instance, membership),
    permissions: permissionsOf(instance, membership),
    private_metadata: membership.privateMetadata as OrganizationMembershipPrivateMetadata, // as above
    organization: backendOrganization(getOrganization(instance, membership.organizationId)),
  };
}

/** What clerk-js reads of a signed-in user's organizations; nothing changes where they are off. */
export function organizationsOfUser(instance: Instance, userId: string) {
  const { enabled, usersCreate } = instance.settings.organizations;
  if (!enabled) return {};
  return {
    organization_memberships: membershipsOf(instance, { userId }).map((one) =>
      frontendMembership(instance, one),
    ),
    create_organization_enabled: usersCreate,
  };
}
