import type { OrganizationDomainJSON as BackendDomainJSON } from "@clerk/backend";
import type {
  OrganizationDomainJSON,
  OrganizationMembershipRequestJSON,
  OrganizationSuggestionJSON,
} from "@clerk/shared/types";
import type { Instance } from "../instance.ts";
import { getOrganization } from "../organizations/organizations.ts";
import type { DomainRecord, SuggestionRecord } from "../organizations/records.ts";
import { getUser } from "../users.ts";
import { publicOrganizationData } from "./organization.ts";
import { publicUserData } from "./user.ts";

const TEN_MINUTES_MS = 600_000;

function verification({ verified, affiliationEmail, attempts, updatedAt }: DomainRecord) {
  if (!verified && affiliationEmail === null) return null;
  return {
    status: verified ? ("verified" as const) : ("unverified" as const),
    strategy: "email_code" as const,
    attempts,
    expires_at: updatedAt + TEN_MINUTES_MS,
  };
}

function common({ store }: Instance, domain: DomainRecord) {
  const { invitations, suggestions } = store.organizations;
  return {
    object: "organization_domain" as const,
    id: domain.id,
    name: domain.name,
    organization_id: domain.organizationId,
    enrollment_mode: domain.enrollmentMode,
    verification: verification(domain),
    affiliation_email_address: domain.affiliationEmail,
    total_pending_invitations: [...invitations.values()].filter(
      (one) => one.domainId === domain.id && one.status === "pending",
    ).length,
    total_pending_suggestions: [...suggestions.values()].filter(
      (one) => one.domainId === domain.id && one.status === "suggested",
    ).length,
    created_at: domain.createdAt,
    updated_at: domain.updatedAt,
  };
}

export function frontendDomain(instance: Instance, domain: DomainRecord): OrganizationDomainJSON {
  return {
    ...common(instance, domain),
    affiliation_verification: verification(domain),
    ownership_verification: null,
  };
}

export const backendDomain: (instance: Instance, domain: DomainRecord) => BackendDomainJSON =
  common;

/** As the user sees it who may ask to be let in. */
export function suggestionJSON(
  instance: Instance,
  suggestion: SuggestionRecord,
): OrganizationSuggestionJSON {
  return {
    object: "organization_suggestion",
    id: suggestion.id,
    public_organization_data: publicOrganizationData(
      getOrganization(instance, suggestion.organizationId),
    ),
    status: suggestion.status === "suggested" ? "pending" : "accepted",
    created_at: suggestion.createdAt,
    updated_at: suggestion.updatedAt,
  };
}

/** As those see it who manage the organization's members. */
export function membershipRequestJSON(
  instance: Instance,
  request: SuggestionRecord,
): OrganizationMembershipRequestJSON {
  const { status } = request;
  return {
    object: "organization_membership_request",
    id: request.id,
    organization_id: request.organizationId,
    status: status === "accepted" ? "accepted" : status === "rejected" ? "revoked" : "pending",
    public_user_data: publicUserData(getUser(instance, request.userId)),
    created_at: request.createdAt,
    updated_at: request.updatedAt,
  };
}
