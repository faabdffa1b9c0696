import { Hono } from "hono";
import { z } from "zod";
import { readStrict } from "./body.ts";
import { notFound } from "./errors.ts";
import type { Env, Instance } from "./instance.ts";
import { organizationSettingsSchema } from "./organizations/settings.ts";

const names = z.array(z.string().regex(/^[a-z0-9_-]+$/)).max(100);
const entitlementsBody = z.strictObject({
  id: z.string(),
  plans: names.default([]),
  features: names.default([]),
});

/** What the control API says about organizations. */
export function organizationControl(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();
  const { store, settings } = instance;

  /** Changes what is named and leaves the rest. */
  routes.put("/organizations", async (c) => {
    Object.assign(settings.organizations, await readStrict(c, organizationSettingsSchema));
    return c.body(null, 204);
  });

  /** What billing would say: the plans and features of a user or an organization. */
  routes.put("/entitlements", async (c) => {
    const { id, plans, features } = await readStrict(c, entitlementsBody);
    const isKnown = store.users.has(id) || store.organizations.organizations.has(id);
    if (!isKnown) throw notFound("user or organization", id);
    store.organizations.entitlements.set(id, { plans, features });
    store.changed();
    return c.body(null, 204);
  });

  return routes;
}
