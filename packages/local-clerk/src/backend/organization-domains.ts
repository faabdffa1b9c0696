import { Hono } from "hono";
import { z } from "zod";
import { readJson, readQuery } from "../body.ts";
import type { Env, Instance } from "../instance.ts";
import {
  addDomain,
  deleteDomain,
  domainsOf,
  getDomain,
  updateDomain,
} from "../organizations/domains.ts";
import { getOrganization } from "../organizations/organizations.ts";
import { pageOf, pageQuery } from "../organizations/page.ts";
import { type DomainRecord, ENROLLMENT_MODES } from "../organizations/records.ts";
import { backendDomain } from "../resources/organization-domain.ts";

const createBody = z.strictObject({
  name: z.string(),
  enrollment_mode: z.enum(ENROLLMENT_MODES),
  verified: z.boolean().default(true),
});
const updateBody = z.strictObject({
  name: z.string().optional(),
  enrollment_mode: z.enum(ENROLLMENT_MODES).optional(),
  verified: z.boolean().optional(),
});
const listQuery = z.strictObject(pageQuery);

export function organizationDomains(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();
  const toJSON = (domain: DomainRecord) => backendDomain(instance, domain);

  routes.get("/organizations/:id/domains", (c) => {
    const query = readQuery(c, listQuery);
    const all = domainsOf(instance, getOrganization(instance, c.req.param("id")));
    return c.json(pageOf(all.toReversed(), query, toJSON));
  });

  routes.post("/organizations/:id/domains", async (c) => {
    const { name, enrollment_mode, verified } = await readJson(c, createBody);
    const organization = getOrganization(instance, c.req.param("id"));
    const fields = { name, enrollmentMode: enrollment_mode, verified };
    return c.json(toJSON(addDomain(instance, organization, fields)));
  });

  routes.patch("/organizations/:id/domains/:domainId", async (c) => {
    const { name, enrollment_mode, verified } = await readJson(c, updateBody);
    const organization = getOrganization(instance, c.req.param("id"));
    const domain = getDomain(instance, organization, c.req.param("domainId"));
    updateDomain(instance, domain, {
      ...(name === undefined ? {} : { name }),
      ...(enrollment_mode === undefined ? {} : { enrollmentMode: enrollment_mode }),
      ...(verified === undefined ? {} : { verified }),
    });
    return c.json(toJSON(domain));
  });

  routes.delete("/organizations/:id/domains/:domainId", (c) => {
    const organization = getOrganization(instance, c.req.param("id"));
    const domain = getDomain(instance, organization, c.req.param("domainId"));
    deleteDomain(instance, domain);
    return c.json({ object: "organization_domain", id: domain.id, deleted: true });
  });

  return routes;
}
