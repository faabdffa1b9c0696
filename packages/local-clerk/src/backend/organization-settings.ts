import type { OrganizationSettingsJSON } from "@clerk/backend";
import { Hono } from "hono";
import { z } from "zod";
import { readJson } from "../body.ts";
import type { Env, Instance } from "../instance.ts";
import { getRole } from "../organizations/memberships.ts";
import { ENROLLMENT_MODES } from "../organizations/records.ts";

const body = z.strictObject({
  enabled: z.boolean().optional(),
  max_allowed_memberships: z.int().min(0).optional(),
  admin_delete_enabled: z.boolean().optional(),
  domains_enabled: z.boolean().optional(),
  domains_enrollment_modes: z.array(z.enum(ENROLLMENT_MODES)).optional(),
  domains_default_role_id: z.string().optional(),
  creator_role_id: z.string().optional(),
});

/** "Organizations settings" of Clerk's Dashboard. */
export function organizationSettingsRoutes(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  function roleKey(id: string): string {
    return instance.store.organizations.roles.get(id)?.key ?? getRole(instance, id).key;
  }

  function toJSON() {
    const { organizations: now } = instance.settings;
    return {
      object: "organization_settings",
      enabled: now.enabled,
      max_allowed_memberships: now.maxAllowedMemberships,
      max_allowed_roles: 10,
      max_allowed_permissions: 50,
      creator_role: now.creatorRole,
      admin_delete_enabled: now.adminDeleteEnabled,
      domains_enabled: now.domainsEnabled,
      slug_disabled: now.slugDisabled,
      domains_enrollment_modes: now.domainsEnrollmentModes,
      domains_default_role: now.domainsDefaultRole,
    } satisfies Omit<OrganizationSettingsJSON, "id" | "domains_enrollment_modes"> & {
      domains_enrollment_modes: string[];
    };
  }

  routes.get("/instance/organization_settings", (c) => c.json(toJSON()));

  routes.patch("/instance/organization_settings", async (c) => {
    const changes = await readJson(c, body);
    const { organizations: now } = instance.settings;
    Object.assign(now, {
      enabled: changes.enabled ?? now.enabled,
      maxAllowedMemberships: changes.max_allowed_memberships ?? now.maxAllowedMemberships,
      adminDeleteEnabled: changes.admin_delete_enabled ?? now.adminDeleteEnabled,
      domainsEnabled: changes.domains_enabled ?? now.domainsEnabled,
      domainsEnrollmentModes: changes.domains_enrollment_modes ?? now.domainsEnrollmentModes,
      domainsDefaultRole: changes.domains_default_role_id
        ? roleKey(changes.domains_default_role_id)
        : now.domainsDefaultRole,
      creatorRole: changes.creator_role_id ? roleKey(changes.creator_role_id) : now.creatorRole,
    } satisfies Partial<typeof now>);
    return c.json(toJSON());
  });

  return routes;
}
