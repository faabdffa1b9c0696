import { z } from "zod";
import type { Instance } from "../instance.ts";
import { ENROLLMENT_MODES, type EnrollmentMode } from "./records.ts";
import { ADMIN_ROLE, initialRoles, MEMBER_ROLE, type NewRole } from "./roles.ts";

/** "Organizations settings" of Clerk's Dashboard, and its defaults. */
export interface OrganizationSettings {
  enabled: boolean;
  /** Whether a session is pending until its user has chosen an organization. */
  forceOrganizationSelection: boolean;
  /** The most members and pending invitations of a new organization; 0 is "no limit". */
  maxAllowedMemberships: number;
  /** Whether admins may delete a new organization. */
  adminDeleteEnabled: boolean;
  /** Whether users may create organizations in the browser. */
  usersCreate: boolean;
  slugDisabled: boolean;
  domainsEnabled: boolean;
  domainsEnrollmentModes: EnrollmentMode[];
  domainsDefaultRole: string;
  creatorRole: string;
}

export const roleKey = z.string().regex(/^org:[a-z0-9_]+$/, "must look like org:billing");
export const permissionKey = z
  .string()
  .regex(/^org:[a-z0-9_]+:[a-z0-9_]+$/, "must look like org:invoices:create");

export const organizationSettingsSchema = z.strictObject({
  enabled: z.boolean().optional(),
  forceOrganizationSelection: z.boolean().optional(),
  maxAllowedMemberships: z.int().min(0).optional(),
  adminDeleteEnabled: z.boolean().optional(),
  usersCreate: z.boolean().optional(),
  slugDisabled: z.boolean().optional(),
  domainsEnabled: z.boolean().optional(),
  domainsEnrollmentModes: z.array(z.enum(ENROLLMENT_MODES)).optional(),
  domainsDefaultRole: roleKey.optional(),
  creatorRole: roleKey.optional(),
});

const roleSchema = z.strictObject({
  key: roleKey,
  name: z.string().min(1).max(64),
  description: z.string().max(256).optional(),
  permissions: z.array(permissionKey),
});

/** What an instance starts with: settings, and roles besides Clerk's two. */
export const organizationOptionsSchema = organizationSettingsSchema.extend({
  roles: z.array(roleSchema).optional(),
});

export type OrganizationOptions = z.infer<typeof organizationOptionsSchema>;

/** The settings that an option of the start stands for: `true` is "on", with Clerk's defaults. */
export function organizationSettings(
  option: OrganizationOptions | boolean | undefined,
): OrganizationSettings {
  const { roles: _, ...given } = typeof option === "object" ? option : { enabled: option };
  return {
    enabled: given.enabled ?? typeof option === "object",
    forceOrganizationSelection: given.forceOrganizationSelection ?? false,
    maxAllowedMemberships: given.maxAllowedMemberships ?? 5,
    adminDeleteEnabled: given.adminDeleteEnabled ?? true,
    usersCreate: given.usersCreate ?? true,
    slugDisabled: given.slugDisabled ?? false,
    domainsEnabled: given.domainsEnabled ?? false,
    domainsEnrollmentModes: given.domainsEnrollmentModes ?? [...ENROLLMENT_MODES],
    domainsDefaultRole: given.domainsDefaultRole ?? MEMBER_ROLE,
    creatorRole: given.creatorRole ?? ADMIN_ROLE,
  };
}

/** Adds the roles and permissions of the start, unless a folder brought them back. */
export function seedRoles(
  { store }: Instance,
  option: OrganizationOptions | boolean | undefined,
): void {
  const { permissions, roles } = store.organizations;
  if (roles.size > 0) return;
  const more: readonly NewRole[] = typeof option === "object" ? (option.roles ?? []) : [];
  const initial = initialRoles(more);
  for (const one of initial.permissions) permissions.set(one.id, one);
  for (const one of initial.roles) roles.set(one.id, one);
}
