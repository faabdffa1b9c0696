import type { Context } from "hono";
import type { Env, Instance } from "../instance.ts";
import {
  missingPermission,
  notFoundOrUnauthorized,
  organizationsOff,
} from "../organizations/errors.ts";
import { findMembership, permissionsOf } from "../organizations/memberships.ts";
import type { MembershipRecord, OrganizationRecord } from "../organizations/records.ts";
import type { SystemPermission } from "../organizations/roles.ts";
import type { UserRecord } from "../records.ts";
import { findClient, withClient } from "./browser.ts";
import { currentUser } from "./me.ts";

/** The signed-in user, where the instance has organizations; 403 where it has none. */
export function organizationUser(c: Context<Env>, instance: Instance): UserRecord {
  if (!instance.settings.organizations.enabled) throw organizationsOff();
  return currentUser(c, instance);
}

export interface Access {
  user: UserRecord;
  organization: OrganizationRecord;
  membership: MembershipRecord;
}

/**
 * The organization of the path's `:id`, for a member whose role has the permission.
 * 404 for somebody else's organization, as if there were none; 403 when the role does not do.
 */
export function memberAccess(
  c: Context<Env>,
  instance: Instance,
  permission?: SystemPermission,
): Access {
  const user = organizationUser(c, instance);
  const idOrSlug = c.req.param("id");
  const all = [...instance.store.organizations.organizations.values()];
  const organization = all.find((one) => one.id === idOrSlug || one.slug === idOrSlug);
  const membership = organization && findMembership(instance, organization.id, user.id);
  if (!organization || !membership) throw notFoundOrUnauthorized();
  if (permission && !permissionsOf(instance, membership).includes(permission)) {
    throw missingPermission(permission);
  }
  return { user, organization, membership };
}

export function answer(c: Context<Env>, instance: Instance, response: object): Promise<Response> {
  return withClient(c, instance, findClient(c, instance), response);
}
