import type { Instance } from "../instance.ts";
import type { SessionRecord } from "../records.ts";
import { logoUrl } from "../resources/organization.ts";
import { findMembership, permissionsOf } from "./memberships.ts";
import type { MembershipRecord, OrganizationRecord } from "./records.ts";
import { isSystemPermission } from "./roles.ts";

/** The session's active organization, while its user is a member. */
export function activeMembership(
  instance: Instance,
  session: SessionRecord,
): { organization: OrganizationRecord; membership: MembershipRecord } | undefined {
  const { lastActiveOrganizationId: id } = session;
  if (!id || !instance.settings.organizations.enabled) return undefined;
  const organization = instance.store.organizations.organizations.get(id);
  const membership = organization && findMembership(instance, id, session.userId);
  return membership && { organization, membership };
}

/** `org:invoices:create` is the permission `create` of the feature `invoices`. */
function split(key: string): { feature: string; permission: string } {
  const [, feature = "", permission = ""] = key.split(":");
  return { feature, permission };
}

/**
 * The claims `o`, `fea` and `pla` of a session token, version 2, as @clerk/shared/jwtPayloadParser
 * reads them: `per` lists permissions, and for each of the organization's features in `fea`, `fpm`
 * has a number whose bits say which of them the member has. Clerk's own permissions are in no token.
 * Where the features of an organization were set, others have no permissions, as with Clerk's billing.
 */
export function organizationClaims(
  instance: Instance,
  session: SessionRecord,
): { o?: object; fea?: string; pla?: string } {
  const { entitlements } = instance.store.organizations;
  const active = activeMembership(instance, session);
  const ofUser = entitlements.get(session.userId);
  const ofOrganization = active && entitlements.get(active.organization.id);
  const keys = active ? permissionsOf(instance, active.membership) : [];
  const custom = keys.filter((key) => !isSystemPermission(key)).map(split);
  const features = ofOrganization?.features ?? [...new Set(custom.map(({ feature }) => feature))];
  const granted = custom.filter(({ feature }) => features.includes(feature));
  const permissions = [...new Set(granted.map(({ permission }) => permission))];
  const bits = features.map((feature) =>
    granted.reduce(
      (sum, one) =>
        one.feature === feature ? sum | (1n << BigInt(permissions.indexOf(one.permission))) : sum,
      0n,
    ),
  );
  const scoped = (user: readonly string[] = [], organization: readonly string[] = []) =>
    [...organization.map((one) => `o:${one}`), ...user.map((one) => `u:${one}`)].join(",");
  const fea = scoped(ofUser?.features, active ? features : []);
  const pla = scoped(ofUser?.plans, ofOrganization?.plans);
  return {
    ...(active && {
      o: {
        id: active.organization.id,
        slg: active.organization.slug,
        rol: active.membership.role.replace(/^org:/, ""),
        ...(permissions.length > 0 && { per: permissions.join(","), fpm: bits.join(",") }),
      },
    }),
    ...(fea !== "" && { fea }),
    ...(pla !== "" && { pla }),
  };
}

/** What the shortcodes `{{org.…}}` and `{{org_membership.…}}` of a token's template name. */
export function organizationScope(instance: Instance, session: SessionRecord): object {
  const active = activeMembership(instance, session);
  if (!active) return {};
  const { organization, membership } = active;
  return {
    org: {
      id: organization.id,
      name: organization.name,
      slug: organization.slug,
      role: membership.role,
      image_url: logoUrl(organization),
      has_image: organization.logo !== null,
      public_metadata: organization.publicMetadata,
    },
    org_membership: { public_metadata: membership.publicMetadata },
  };
}
