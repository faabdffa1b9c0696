import { Hono } from "hono";
import { z } from "zod";
import { readJson, readQuery } from "../body.ts";
import { ClerkError, formError, notFound } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import { one, orderQuery, pageOf, pageQuery, sortedBy } from "../organizations/page.ts";
import type { PermissionRecord, RoleRecord } from "../organizations/records.ts";
import { isSystemPermission, newPermission, newRole } from "../organizations/roles.ts";
import { permissionKey, roleKey } from "../organizations/settings.ts";
import { permissionJSON, roleJSON } from "../resources/organization-role.ts";

const listQuery = z.strictObject({
  ...pageQuery,
  query: one,
  order_by: orderQuery(["created_at", "name", "key"], "-created_at"),
});
const name = z.string().min(1).max(64);
const description = z.string().max(256).nullish();
const roleBody = z.strictObject({
  name,
  key: roleKey,
  description,
  permissions: z.array(z.string()).nullish(),
  include_in_initial_role_set: z.boolean().nullish(),
});
const roleChanges = roleBody.omit({ include_in_initial_role_set: true }).partial();
const permissionBody = z.strictObject({ name, key: permissionKey, description });
const permissionChanges = permissionBody.partial();

function taken(param: string): ClerkError {
  const text = `That ${param} is taken. Please try another.`;
  return formError("form_identifier_exists", text, text, param);
}

/** The roles that members can have, and what they allow. */
export function organizationRoles(instance: Instance): Hono<Env> {
  const { store } = instance;
  const { roles, permissions } = store.organizations;
  const routes = new Hono<Env>();
  const toJSON = (role: RoleRecord) => roleJSON(instance, role);

  function list<T extends RoleRecord | PermissionRecord>(
    all: Iterable<T>,
    { query, order_by: { key, isDescending } }: z.infer<typeof listQuery>,
  ): T[] {
    const wanted = query?.[0].toLowerCase() ?? "";
    const found = [...all].filter(
      (each) => each.key.includes(wanted) || each.name.toLowerCase().includes(wanted),
    );
    return sortedBy(
      found,
      (each) => (key === "created_at" ? each.createdAt : each[key]),
      isDescending,
    );
  }

  function findRole(id: string): RoleRecord {
    const role = roles.get(id);
    if (!role) throw notFound("organization role", id);
    return role;
  }

  function findPermission(id: string): PermissionRecord {
    const permission = permissions.get(id);
    if (!permission) throw notFound("organization permission", id);
    return permission;
  }

  function changed<T extends RoleRecord | PermissionRecord>(record: T, changes: Partial<T>): T {
    Object.assign(record, changes, { updatedAt: instance.clock.now() });
    store.changed();
    return record;
  }

  /** Clerk takes the ids of permissions here; their keys do as well. */
  function keysOf(idsOrKeys: readonly string[]): string[] {
    const all = [...permissions.values()];
    return idsOrKeys.map((id) => {
      const found = all.find((each) => each.id === id || each.key === id);
      if (!found) throw notFound("organization permission", id);
      return found.key;
    });
  }

  function checkUnused(role: RoleRecord): void {
    const { creatorRole, domainsDefaultRole } = instance.settings.organizations;
    const isMembers = [...store.organizations.memberships.values()].some(
      (each) => each.role === role.key,
    );
    const [code, text] = isMembers
      ? ["assigned_members", "currently assigned to one or more organization members"]
      : role.key === creatorRole
        ? ["default_creator_role", "currently used as the creator role"]
        : role.key === domainsDefaultRole
          ? ["domain_default_role", "currently used as the default domain role"]
          : [];
    if (code !== undefined) {
      throw new ClerkError(422, `organization_role_${code}`, `The organization role is ${text}.`);
    }
  }

  function checkNotSystem(permission: PermissionRecord): void {
    if (!isSystemPermission(permission.key)) return;
    throw new ClerkError(
      403,
      "organization_system_permission_not_modifiable",
      "organization system permission cannot be modified",
      "This organization permission cannot be modified because it is a system permission.",
    );
  }

  routes.get("/organization_roles", (c) => {
    const query = readQuery(c, listQuery);
    return c.json(pageOf(list(roles.values(), query), query, toJSON));
  });

  routes.post("/organization_roles", async (c) => {
    const body = await readJson(c, roleBody);
    if ([...roles.values()].some((each) => each.key === body.key)) throw taken("key");
    const role = newRole({
      key: body.key,
      name: body.name,
      description: body.description ?? undefined,
      permissions: keysOf(body.permissions ?? []),
    });
    roles.set(role.id, role);
    store.changed();
    return c.json(toJSON(role));
  });

  routes.get("/organization_roles/:id", (c) => c.json(toJSON(findRole(c.req.param("id")))));

  routes.patch("/organization_roles/:id", async (c) => {
    const body = await readJson(c, roleChanges);
    const role = findRole(c.req.param("id"));
    const { key = role.key } = body;
    if ([...roles.values()].some((each) => each.key === key && each !== role)) throw taken("key");
    for (const kind of ["memberships", "invitations"] as const) {
      for (const each of store.organizations[kind].values()) {
        if (each.role === role.key) each.role = key;
      }
    }
    changed(role, {
      key,
      name: body.name ?? role.name,
      description: body.description ?? role.description,
      permissions: body.permissions ? keysOf(body.permissions) : role.permissions,
    });
    return c.json(toJSON(role));
  });

  routes.delete("/organization_roles/:id", (c) => {
    const role = findRole(c.req.param("id"));
    checkUnused(role);
    roles.delete(role.id);
    store.changed();
    return c.json({ object: "role", id: role.id, deleted: true });
  });

  routes.post("/organization_roles/:id/permissions/:permissionId", (c) => {
    const role = findRole(c.req.param("id"));
    const { key } = findPermission(c.req.param("permissionId"));
    if (role.permissions.includes(key)) {
      throw new ClerkError(
        422,
        "organization_role_permission_association_exists",
        "permission already assigned to role",
        "This organization permission is already associated to this organization role.",
      );
    }
    return c.json(toJSON(changed(role, { permissions: [...role.permissions, key] })));
  });

  routes.delete("/organization_roles/:id/permissions/:permissionId", (c) => {
    const role = findRole(c.req.param("id"));
    const { key } = findPermission(c.req.param("permissionId"));
    const rest = role.permissions.filter((each) => each !== key);
    return c.json(toJSON(changed(role, { permissions: rest })));
  });

  routes.get("/organization_permissions", (c) => {
    const query = readQuery(c, listQuery);
    return c.json(pageOf(list(permissions.values(), query), query, permissionJSON));
  });

  routes.post("/organization_permissions", async (c) => {
    const body = await readJson(c, permissionBody);
    if ([...permissions.values()].some((each) => each.key === body.key)) throw taken("key");
    const permission = newPermission(body.key, body.name, body.description ?? "");
    permissions.set(permission.id, permission);
    store.changed();
    return c.json(permissionJSON(permission));
  });

  routes.get("/organization_permissions/:id", (c) =>
    c.json(permissionJSON(findPermission(c.req.param("id")))),
  );

  routes.patch("/organization_permissions/:id", async (c) => {
    const body = await readJson(c, permissionChanges);
    const permission = findPermission(c.req.param("id"));
    checkNotSystem(permission);
    const { key = permission.key } = body;
    for (const role of roles.values()) {
      role.permissions = role.permissions.map((each) => (each === permission.key ? key : each));
    }
    changed(permission, {
      key,
      name: body.name ?? permission.name,
      description: body.description ?? permission.description,
    });
    return c.json(permissionJSON(permission));
  });

  routes.delete("/organization_permissions/:id", (c) => {
    const permission = findPermission(c.req.param("id"));
    checkNotSystem(permission);
    permissions.delete(permission.id);
    for (const role of roles.values()) {
      role.permissions = role.permissions.filter((each) => each !== permission.key);
    }
    store.changed();
    return c.json({ object: "permission", id: permission.id, deleted: true });
  });

  return routes;
}
