import type { PermissionJSON, RoleJSON } from "@clerk/shared/types";
import type { Instance } from "../instance.ts";
import type { PermissionRecord, RoleRecord } from "../organizations/records.ts";
import { isSystemPermission } from "../organizations/roles.ts";

export function permissionJSON(permission: PermissionRecord): PermissionJSON {
  return {
    object: "permission",
    id: permission.id,
    key: permission.key,
    name: permission.name,
    description: permission.description,
    type: isSystemPermission(permission.key) ? "system" : "user",
    created_at: permission.createdAt,
    updated_at: permission.updatedAt,
  };
}

/** A role with its permissions, as both APIs show it. */
export function roleJSON(
  instance: Instance,
  role: RoleRecord,
): RoleJSON & { is_creator_eligible: boolean } {
  const all = [...instance.store.organizations.permissions.values()];
  const permissions = all.filter((one) => role.permissions.includes(one.key));
  return {
    object: "role",
    id: role.id,
    key: role.key,
    name: role.name,
    description: role.description,
    permissions: permissions.map(permissionJSON),
    is_creator_eligible: role.permissions.includes("org:sys_memberships:manage"),
    created_at: role.createdAt,
    updated_at: role.updatedAt,
  };
}
