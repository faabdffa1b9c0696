import type { OrganizationSettingsJSON } from "@clerk/shared/types";
import type { OrganizationSettings } from "../organizations/settings.ts";

/** The published type has an `id: never` that Clerk does not send. */
export type EnvironmentOrganizations = Omit<OrganizationSettingsJSON, "id" | "object">;

export function canCreateOrganizations({ enabled, usersCreate }: OrganizationSettings): boolean {
  return enabled && usersCreate;
}

/** What the components read about organizations before they show anything. */
export function environmentOrganizations(now: OrganizationSettings): EnvironmentOrganizations {
  if (!now.enabled) {
    return {
      enabled: false,
      max_allowed_memberships: 0,
      force_organization_selection: false,
      actions: { admin_delete: false },
      domains: { enabled: false, enrollment_modes: [], default_role: null },
      slug: { disabled: true },
      organization_creation_defaults: { enabled: false },
    };
  }
  return {
    enabled: true,
    max_allowed_memberships: now.maxAllowedMemberships,
    force_organization_selection: now.forceOrganizationSelection,
    actions: { admin_delete: now.adminDeleteEnabled },
    domains: {
      enabled: now.domainsEnabled,
      enrollment_modes: now.domainsEnrollmentModes,
      default_role: now.domainsDefaultRole,
    },
    slug: { disabled: now.slugDisabled },
    organization_creation_defaults: { enabled: false },
  };
}
