import { newId } from "../ids.ts";
import type { Instance } from "../instance.ts";
import { findRole } from "./memberships.ts";
import { initialRoles } from "./roles.ts";
import {
  type OrganizationOptions,
  organizationOptionsSchema,
  type SeedOrganization,
} from "./settings.ts";

/**
 * Adds the roles and organizations of the start that are not there yet, without webhooks.
 * @throws {Error} that names what does not fit, or the user or role that is missing
 */
export function seedOrganizations(
  instance: Instance,
  option: OrganizationOptions | boolean | undefined,
): void {
  const given = typeof option === "object" ? organizationOptionsSchema.parse(option) : {};
  const { roles, permissions } = instance.store.organizations;
  if (roles.size === 0) {
    const initial = initialRoles(given.roles ?? []);
    for (const one of initial.permissions) permissions.set(one.id, one);
    for (const one of initial.roles) roles.set(one.id, one);
  }
  for (const one of given.organizations ?? []) addOrganization(instance, one);
}

function addOrganization(instance: Instance, seed: SeedOrganization): void {
  const { store, settings, clock } = instance;
  const { organizations, memberships } = store.organizations;
  if (organizations.has(seed.id)) return;
  const now = clock.now();
  for (const [i, { userId, role }] of seed.members.entries()) {
    const wrong = (field: string, value: string) =>
      new Error(`members[${i}].${field} of ${seed.id} is ${value}, which is not there.`);
    if (!store.users.has(userId)) throw wrong("userId", userId);
    if (!findRole(instance, role)) throw wrong("role", role);
    const id = newId("membership");
    memberships.set(id, {
      id,
      organizationId: seed.id,
      userId,
      role,
      publicMetadata: {},
      privateMetadata: {},
      createdAt: now,
      updatedAt: now,
    });
  }
  organizations.set(seed.id, {
    id: seed.id,
    name: seed.name,
    slug: seed.slug,
    createdBy: seed.members[0]?.userId ?? null,
    maxAllowedMemberships: settings.organizations.maxAllowedMemberships,
    adminDeleteEnabled: settings.organizations.adminDeleteEnabled,
    logo: null,
    publicMetadata: seed.publicMetadata ?? {},
    privateMetadata: seed.privateMetadata ?? {},
    createdAt: now,
    updatedAt: now,
  });
  store.changed();
}
