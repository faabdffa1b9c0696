import type { JwtTemplateJSON } from "@clerk/backend";
import { type Context, Hono } from "hono";
import { z } from "zod";
import { metadataSchema, readJson, readQuery } from "../body.ts";
import { ClerkError, notFound, notImplemented } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Env, Instance } from "../instance.ts";
import type { JwtTemplateRecord } from "../instance-records.ts";
import { RESERVED_CLAIMS } from "../jwt-templates.ts";
import { page, pageQuery } from "./pages.ts";

/** Clerk's ranges and defaults, in seconds. */
const body = z.strictObject({
  name: z.string().trim().min(1).max(100),
  claims: metadataSchema,
  lifetime: z.int().min(30).max(315_360_000).nullish(),
  allowed_clock_skew: z.int().min(0).max(300).nullish(),
  custom_signing_key: z.boolean().nullish(),
  signing_algorithm: z.string().nullish(),
  signing_key: z.string().nullish(),
});
const LIFETIME_SECONDS = 60;
const CLOCK_SKEW_SECONDS = 5;

function json(template: JwtTemplateRecord): JwtTemplateJSON {
  return {
    object: "jwt_template",
    id: template.id,
    name: template.name,
    claims: template.claims,
    lifetime: template.lifetimeSeconds,
    allowed_clock_skew: template.clockSkewSeconds,
    custom_signing_key: false,
    signing_algorithm: "RS256",
    created_at: template.createdAt,
    updated_at: template.updatedAt,
  };
}

/** Templates for tokens that other services read. https://clerk.com/docs/guides/sessions/jwt-templates */
export function jwtTemplates(instance: Instance): Hono<Env> {
  const all = instance.store.records.jwtTemplates;
  const routes = new Hono<Env>();

  function find(c: Context<Env>): JwtTemplateRecord {
    const id = c.req.param("id") ?? "";
    const template = all.get(id);
    if (!template) throw notFound("JWT template", id);
    return template;
  }

  async function read(c: Context<Env>, current?: JwtTemplateRecord) {
    const fields = await readJson(c, body);
    if (fields.custom_signing_key || (fields.signing_algorithm ?? "RS256") !== "RS256") {
      throw notImplemented("custom signing keys");
    }
    if ([...all.values()].some((one) => one.name === fields.name && one !== current)) {
      const text = `A JWT template with the name ${fields.name} is there already.`;
      throw new ClerkError(422, "form_identifier_exists", "taken", text, "name");
    }
    const reserved = RESERVED_CLAIMS.find((name) => name in fields.claims);
    if (reserved !== undefined) {
      const text = `You can't use the reserved claim: '${reserved}'`;
      throw new ClerkError(422, "jwt_template_reserved_claim", text, text, "claims");
    }
    return {
      name: fields.name,
      claims: fields.claims,
      lifetimeSeconds: fields.lifetime ?? current?.lifetimeSeconds ?? LIFETIME_SECONDS,
      clockSkewSeconds:
        fields.allowed_clock_skew ?? current?.clockSkewSeconds ?? CLOCK_SKEW_SECONDS,
      updatedAt: Date.now(),
    };
  }

  routes.get("/jwt_templates", (c) => {
    const query = readQuery(c, pageQuery);
    const list = page([...all.values()].reverse(), query, json);
    return c.json(query.paginated ? list : list.data);
  });

  routes.post("/jwt_templates", async (c) => {
    const fields = await read(c);
    const template = { id: newId("jwtTemplate"), createdAt: fields.updatedAt, ...fields };
    all.set(template.id, template);
    instance.store.changed();
    return c.json(json(template));
  });

  routes.get("/jwt_templates/:id", (c) => c.json(json(find(c))));

  routes.patch("/jwt_templates/:id", async (c) => {
    const template = find(c);
    Object.assign(template, await read(c, template));
    instance.store.changed();
    return c.json(json(template));
  });

  routes.delete("/jwt_templates/:id", (c) => {
    const { id } = find(c);
    all.delete(id);
    instance.store.changed();
    return c.json({ object: "jwt_template", id, deleted: true });
  });

  return routes;
}
