import type { DomainJSON } from "@clerk/backend";
import { Hono } from "hono";
import { z } from "zod";
import { readJson } from "../body.ts";
import { ClerkError, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Env, Instance } from "../instance.ts";
import type { DomainRecord } from "../instance-records.ts";

const name = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9.-]+(:\d+)?$/, "must be a domain name");
const createBody = z.strictObject({
  name,
  is_satellite: z.literal(true, "must be true: the primary domain is there already"),
  proxy_url: z.url().nullable().optional(),
});
const updateBody = z.strictObject({
  name: name.optional(),
  proxy_url: z.url().nullable().optional(),
});

/** The instance's domain, and satellites: a list, which nothing here asks. */
export function domains(instance: Instance): Hono<Env> {
  const all = instance.store.records.domains;
  const { issuer } = instance.keys;
  const routes = new Hono<Env>();
  const primary: DomainRecord = {
    id: "dmn_local",
    name: new URL(issuer).host,
    isSatellite: false,
    proxyUrl: null,
    createdAt: 0,
    updatedAt: 0,
  };

  function json(domain: DomainRecord): DomainJSON {
    return {
      object: "domain",
      id: domain.id,
      name: domain.name,
      is_satellite: domain.isSatellite,
      frontend_api_url: issuer,
      accounts_portal_url: null,
      ...(domain.proxyUrl === null ? {} : { proxy_url: domain.proxyUrl }),
      development_origin: "",
      cname_targets: [],
    };
  }

  function find(id: string): DomainRecord {
    const domain = id === primary.id ? primary : all.get(id);
    if (!domain) throw notFound("domain", id);
    return domain;
  }

  routes.get("/domains", (c) => {
    const data = [...all.values()].reverse().concat(primary).map(json);
    return c.json({ data, total_count: data.length });
  });

  routes.post("/domains", async (c) => {
    const body = await readJson(c, createBody);
    if ([primary, ...all.values()].some((one) => one.name === body.name)) {
      const text = `${body.name} is there already.`;
      throw new ClerkError(400, "duplicate_record", "duplicate record", text, "name");
    }
    const now = Date.now();
    const domain: DomainRecord = {
      id: newId("instanceDomain"),
      name: body.name,
      isSatellite: true,
      proxyUrl: body.proxy_url ?? null,
      createdAt: now,
      updatedAt: now,
    };
    all.set(domain.id, domain);
    instance.store.changed();
    return c.json(json(domain));
  });

  routes.patch("/domains/:id", async (c) => {
    const body = await readJson(c, updateBody);
    const domain = find(c.req.param("id"));
    // The primary one is in the publishable key and in every token.
    if (domain === primary) throw new ClerkError(400, "domain_update_forbidden", "Forbidden");
    domain.name = body.name ?? domain.name;
    if (body.proxy_url !== undefined) domain.proxyUrl = body.proxy_url;
    domain.updatedAt = Date.now();
    instance.store.changed();
    return c.json(json(domain));
  });

  routes.delete("/domains/:id", (c) => {
    const domain = find(c.req.param("id"));
    if (domain === primary) throw new ClerkError(403, "operation_not_allowed", "Forbidden");
    all.delete(domain.id);
    instance.store.changed();
    return c.json({ object: "domain", id: domain.id, deleted: true });
  });

  return routes;
}
