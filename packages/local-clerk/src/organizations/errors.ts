import { ClerkError, formError } from "../errors.ts";

/** Clerk's refusals about organizations. https://clerk.com/docs/guides/development/errors/backend-api#organizations */

export function organizationsOff(): ClerkError {
  return new ClerkError(
    403,
    "organization_not_enabled_in_instance",
    "access denied",
    "The organizations feature is not enabled for this instance. Start the local Clerk with organizations on.",
  );
}

/** For the Backend API, which may know of every organization. */
export function organizationNotFound(): ClerkError {
  return new ClerkError(404, "resource_not_found", "not found", "Given organization not found.");
}

/** For the Frontend API: the same answer whether there is none or it is somebody else's. */
export function notFoundOrUnauthorized(): ClerkError {
  return new ClerkError(
    404,
    "organization_not_found_or_unauthorized",
    "not found or unauthorized",
    "Given organization not found, or you don't have permission to access the organization",
  );
}

export function missingPermission(permission: string): ClerkError {
  return new ClerkError(
    403,
    "missing_organization_permission",
    "missing permission",
    "Current user is missing an organization permission.",
    { permissions: [permission] },
  );
}

export function alreadyMember(who: string): ClerkError {
  return new ClerkError(
    400,
    "already_a_member_in_organization",
    "already a member",
    `${who} is already a member of the organization.`,
  );
}

export function membershipNotFound(): ClerkError {
  return new ClerkError(
    404,
    "resource_not_found",
    "not found",
    "Organization membership not found",
  );
}

export function roleNotFound(): ClerkError {
  return new ClerkError(
    404,
    "resource_not_found",
    "not found",
    "Organization role not found",
    "role",
  );
}

export function membershipQuotaExceeded(limit: number): ClerkError {
  return new ClerkError(
    403,
    "organization_membership_quota_exceeded",
    "organization membership quota exceeded",
    `You have reached your limit of ${limit} organization memberships, including outstanding invitations.`,
  );
}

export function minimumPermissionsNeeded(): ClerkError {
  return new ClerkError(
    400,
    "organization_minimum_permissions_needed",
    "minimum organization permissions needed",
    "There has to be at least one organization member with the minimum required permissions",
  );
}

export function slugTaken(): ClerkError {
  const text = "That slug is taken. Please try another.";
  return formError("form_identifier_exists", text, text, "slug");
}

/** The invitation form takes out the addresses that it names. */
export function duplicateInvitation(addresses: string[]): ClerkError {
  return new ClerkError(
    400,
    "duplicate_record",
    "duplicate invitation",
    `There are already pending invitations for the following email addresses: ${addresses.join(", ")}`,
    { email_addresses: addresses },
  );
}

/** Why a ticket whose invitation is no longer pending is good for nothing. */
export function invitationOver(status: "accepted" | "revoked" | "expired"): ClerkError {
  const words = {
    accepted: [
      "organization_invitation_already_accepted",
      "invitation has already been accepted",
      "This invitation has already been accepted. Sign in instead.",
    ],
    revoked: [
      "organization_invitation_revoked_code",
      "invitation has been revoked",
      "This invitation has been revoked and cannot be used anymore.",
    ],
    expired: [
      "ticket_expired_code",
      "ticket has expired",
      "This ticket has expired and cannot be used anymore.",
    ],
  } as const;
  const [code, message, text] = words[status];
  return new ClerkError(400, code, message, text);
}

export function invitedUserMissing(): ClerkError {
  return new ClerkError(
    400,
    "organization_invitation_identification_not_exist",
    "identification not found",
    "User not found. If you don't have an account, sign up first to accept this invitation.",
  );
}

export function invitedUserExists(): ClerkError {
  return new ClerkError(
    400,
    "organization_invitation_identification_already_exists",
    "email address already exists",
    "The email address in this invitation already exists. If it belongs to you, try signing in instead.",
  );
}

export function invitationNotFound(): ClerkError {
  return new ClerkError(
    404,
    "organization_invitation_not_found",
    "not found",
    "The organization invitation was not found.",
  );
}

export function invitationNotPending(): ClerkError {
  return new ClerkError(
    404,
    "organization_invitation_not_pending",
    "not pending",
    "The organization invitation is not in the 'pending' status.",
  );
}

export function domainNotFound(): ClerkError {
  return new ClerkError(404, "resource_not_found", "not found", "Organization domain not found");
}

export function domainTaken(): ClerkError {
  return formError(
    "organization_domain_already_exists",
    "organizaton domain already exists", // sic: Clerk's spelling
    "This domain is already used by another organization.",
    "name",
  );
}
