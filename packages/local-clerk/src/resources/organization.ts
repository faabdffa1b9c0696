import { createHash } from "node:crypto";
import type { OrganizationJSON as BackendOrganizationJSON } from "@clerk/backend";
import type { OrganizationJSON, PublicOrganizationDataJSON } from "@clerk/shared/types";
import type { Instance } from "../instance.ts";
import { membersCount, pendingInvitationsCount } from "../organizations/memberships.ts";
import type { OrganizationRecord } from "../organizations/records.ts";

/** The logo, or the name's first letter on a colour of the organization's own. */
export function logoUrl({ id, name, logo }: OrganizationRecord): string {
  if (logo !== null) return logo;
  const letter = (name[0] ?? "?").toUpperCase().replace(/[^\p{L}\p{N}]/u, "?");
  const hue = createHash("sha256").update(id).digest().readUInt16BE(0) % 360;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">` +
    `<rect width="64" height="64" rx="12" fill="hsl(${hue} 55% 42%)"/>` +
    `<text x="32" y="33" fill="#fff" font-family="sans-serif" font-size="30" text-anchor="middle" dominant-baseline="central">${letter}</text></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}

function common(organization: OrganizationRecord) {
  return {
    object: "organization" as const,
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    image_url: logoUrl(organization),
    has_image: organization.logo !== null,
    max_allowed_memberships: organization.maxAllowedMemberships,
    admin_delete_enabled: organization.adminDeleteEnabled,
    // An app may have written anything; what its own type promises is the app's to check.
    public_metadata: organization.publicMetadata as OrganizationPublicMetadata,
    created_at: organization.createdAt,
    updated_at: organization.updatedAt,
  };
}

/** The organization as the Frontend API shows it to its members: no private metadata. */
export function frontendOrganization(
  instance: Instance,
  organization: OrganizationRecord,
): OrganizationJSON {
  return {
    ...common(organization),
    members_count: membersCount(instance, organization),
    pending_invitations_count: pendingInvitationsCount(instance, organization.id),
  };
}

/** The organization as the Backend API and the webhooks show it. */
export function backendOrganization(
  organization: OrganizationRecord,
  counts: { members_count?: number } = {},
): BackendOrganizationJSON {
  return {
    ...common(organization),
    private_metadata: organization.privateMetadata as OrganizationPrivateMetadata, // as above
    ...(organization.createdBy === null ? {} : { created_by: organization.createdBy }),
    ...counts,
  };
}

export function publicOrganizationData(
  organization: OrganizationRecord,
): PublicOrganizationDataJSON & { slug: string } {
  return {
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    image_url: logoUrl(organization),
    has_image: organization.logo !== null,
  };
}
