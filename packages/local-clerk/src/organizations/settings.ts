import { z } from "zod";
import { metadataSchema } from "../body.ts";
import { ENROLLMENT_MODES, type EnrollmentMode } from "./records.ts";
import { ADMIN_ROLE, MEMBER_ROLE } from "./roles.ts";

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

export const seedRoleSchema = z.strictObject({
  key: roleKey,
  name: z.string().min(1).max(64),
  description: z.string().max(256).optional(),
  permissions: z.array(permissionKey),
});

export const seedOrganizationSchema = z.strictObject({
  id: z.string().regex(/^org_[\w-]+$/, "must start with org_"),
  name: z.string().min(1).max(256),
  slug: z.string().regex(/^[a-z0-9_-]+$/, "has lowercase letters, numbers and dashes"),
  members: z.array(z.strictObject({ userId: z.string(), role: roleKey })),
  publicMetadata: metadataSchema.optional(),
  privateMetadata: metadataSchema.optional(),
});
export type SeedOrganization = z.infer<typeof seedOrganizationSchema>;

/** What an instance starts with: settings, roles besides Clerk's two, and organizations. */
export const organizationOptionsSchema = organizationSettingsSchema.extend({
  roles: z.array(seedRoleSchema).optional(),
  organizations: z.array(seedOrganizationSchema).optional(),
});

export type OrganizationOptions = z.infer<typeof organizationOptionsSchema>;

/** The settings that an option of the start stands for: `true` is "on", with Clerk's defaults. */
export function organizationSettings(
  option: OrganizationOptions | boolean | undefined,
): OrganizationSettings {
  const {
    roles: _,
    organizations: __,
    ...given
  } = typeof option === "object" ? option : { enabled: option };
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
