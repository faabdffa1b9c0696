import type { OrganizationInvitationJSON as BackendInvitationJSON } from "@clerk/backend";
import type {
  OrganizationInvitationJSON,
  UserOrganizationInvitationJSON,
} from "@clerk/shared/types";
import type { Instance } from "../instance.ts";
import { findRole } from "../organizations/memberships.ts";
import { getOrganization } from "../organizations/organizations.ts";
import type { InvitationRecord } from "../organizations/records.ts";
import { publicOrganizationData } from "./organization.ts";

function common(instance: Instance, invitation: InvitationRecord) {
  return {
    object: "organization_invitation" as const,
    id: invitation.id,
    email_address: invitation.email,
    organization_id: invitation.organizationId,
    role: invitation.role,
    role_name: findRole(instance, invitation.role)?.name ?? invitation.role,
    status: invitation.status,
    // An app may have written anything; what its own type promises is the app's to check.
    public_metadata: invitation.publicMetadata as OrganizationInvitationPublicMetadata,
    created_at: invitation.createdAt,
    updated_at: invitation.updatedAt,
  };
}

/** As the organization's managers see it in the browser: neither the ticket nor private metadata. */
export const frontendInvitation: (
  instance: Instance,
  invitation: InvitationRecord,
) => OrganizationInvitationJSON = common;

/** As the invited user sees it. */
export function userInvitation(
  instance: Instance,
  invitation: InvitationRecord,
): UserOrganizationInvitationJSON {
  return {
    ...common(instance, invitation),
    public_organization_data: publicOrganizationData(
      getOrganization(instance, invitation.organizationId),
    ),
  };
}

export function backendInvitation(
  instance: Instance,
  invitation: InvitationRecord,
): BackendInvitationJSON {
  const json = {
    ...userInvitation(instance, invitation),
    role_name: findRole(instance, invitation.role)?.name ?? invitation.role,
    private_metadata: invitation.privateMetadata as OrganizationInvitationPrivateMetadata, // as above
    url: invitation.url,
    expires_at: invitation.expireAt,
  };
  // The published list of kinds of objects lacks this one, which @clerk/backend reads all the same.
  return json as unknown as BackendInvitationJSON;
}

export function acceptedInvitation(
  instance: Instance,
  invitation: InvitationRecord,
  userId: string,
): BackendInvitationJSON & { user_id: string } {
  return { ...backendInvitation(instance, invitation), status: "accepted", user_id: userId };
}
