import { newId } from "../ids.ts";
import type { PermissionRecord, RoleRecord } from "./records.ts";

export const ADMIN_ROLE = "org:admin";
export const MEMBER_ROLE = "org:member";

/** Clerk's system permissions. https://clerk.com/docs/guides/organizations/control-access/roles-and-permissions */
export const SYSTEM_PERMISSIONS = {
  "org:sys_profile:manage": "Manage organization",
  "org:sys_profile:delete": "Delete organization",
  "org:sys_memberships:read": "Read members",
  "org:sys_memberships:manage": "Manage members",
  "org:sys_domains:read": "Read domains",
  "org:sys_domains:manage": "Manage domains",
  "org:sys_billing:read": "Read billing",
  "org:sys_billing:manage": "Manage billing",
} as const;
export type SystemPermission = keyof typeof SYSTEM_PERMISSIONS;

export function isSystemPermission(key: string): boolean {
  return key.startsWith("org:sys_");
}

/** A role that an instance has besides Clerk's two. */
export interface NewRole {
  key: string;
  name: string;
  description?: string | undefined;
  permissions: readonly string[];
}

/** `org:invoices:create` is called "Create invoices" where nobody named it. */
function nameOf(key: string): string {
  const [, feature = "", action = ""] = key.split(":");
  const text = `${action} ${feature}`.replaceAll("_", " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function newPermission(
  key: string,
  name = nameOf(key),
  description = "",
  now = Date.now(),
): PermissionRecord {
  return { id: newId("permission"), key, name, description, createdAt: now, updatedAt: now };
}

export function newRole({ key, name, description = "", permissions }: NewRole): RoleRecord {
  const now = Date.now();
  return {
    id: newId("role"),
    key,
    name,
    description,
    permissions: [...permissions],
    createdAt: now,
    updatedAt: now,
  };
}

/** The permissions and roles that every instance starts with, and those that it was given. */
export function initialRoles(more: readonly NewRole[]): {
  permissions: PermissionRecord[];
  roles: RoleRecord[];
} {
  const system = Object.entries(SYSTEM_PERMISSIONS).map(([key, name]) => newPermission(key, name));
  const named = new Set(more.flatMap((role) => role.permissions));
  const custom = [...named].filter((key) => !isSystemPermission(key));
  const defaults: NewRole[] = [
    { key: ADMIN_ROLE, name: "Admin", permissions: Object.keys(SYSTEM_PERMISSIONS) },
    {
      key: MEMBER_ROLE,
      name: "Member",
      permissions: ["org:sys_memberships:read", "org:sys_billing:read"],
    },
  ];
  // A role of the same key replaces Clerk's: that is how an app gives its admins more permissions.
  const roles = new Map([...defaults, ...more].map((role) => [role.key, newRole(role)]));
  return {
    permissions: [...system, ...custom.map((key) => newPermission(key))],
    roles: [...roles.values()],
  };
}
