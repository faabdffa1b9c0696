import { Hono } from "hono";
import { z } from "zod";
import { readJson } from "../body.ts";
import type { Env, Instance } from "../instance.ts";

const flag = z.boolean().nullish();
/** What nothing here could obey is not named, and answers 501. */
const restrictionsBody = z.strictObject({
  allowlist: flag,
  blocklist: flag,
  block_email_subaddresses: flag,
});
const updateBody = z.strictObject({
  test_mode: z.literal(true, "is always on here").nullish(),
  allowed_origins: z.array(z.string().max(200)).max(100).optional(),
  development_origin: z.url().nullish(),
  support_email: z.email().nullish(),
});

/** The instance itself, and who may sign up. */
export function instanceSettings({ keys, settings }: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get("/instance", (c) =>
    c.json({
      object: "instance",
      id: keys.instanceId,
      environment_type: "development",
      allowed_origins: settings.allowedOrigins,
    }),
  );

  routes.patch("/instance", async (c) => {
    const { allowed_origins, support_email } = await readJson(c, updateBody);
    if (allowed_origins !== undefined) settings.allowedOrigins = allowed_origins;
    if (support_email !== undefined) settings.supportEmail = support_email ?? "";
    return c.body(null, 204);
  });

  routes.patch("/instance/restrictions", async (c) => {
    const body = await readJson(c, restrictionsBody);
    const given = Object.entries(body).filter(([, value]) => typeof value === "boolean");
    settings.restrictions = { ...settings.restrictions, ...Object.fromEntries(given) };
    return c.json({ object: "instance_restrictions", ...settings.restrictions });
  });

  return routes;
}
