import type { Context } from "hono";
import { Hono } from "hono";
import { z } from "zod";
import { emailText, readForm, readQuery } from "../body.ts";
import { formError, notFound } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import {
  addDomain,
  deleteDomain,
  deletePending,
  domainsOf,
  getDomain,
  moveSuggestion,
  updateDomain,
} from "../organizations/domains.ts";
import { pageOf, pageQuery } from "../organizations/page.ts";
import {
  type DomainRecord,
  ENROLLMENT_MODES,
  type SuggestionRecord,
} from "../organizations/records.ts";
import type { SystemPermission } from "../organizations/roles.ts";
import type { CodeRecord } from "../records.ts";
import { frontendDomain, membershipRequestJSON } from "../resources/organization-domain.ts";
import { attemptCode, prepareCode, TEST_CODE } from "../verification-codes.ts";
import { answer, memberAccess } from "./organization-access.ts";

const mode = z.enum(ENROLLMENT_MODES);
const texts = z.array(z.string()).optional();
const listQuery = z.object({ ...pageQuery, enrollment_mode: texts, status: texts });
const createForm = z.object({ name: z.string(), enrollment_mode: mode.optional() });
const modeForm = z.object({ enrollment_mode: mode, delete_pending: z.string().optional() });
const prepareForm = z.object({ affiliation_email_address: emailText });
const attemptForm = z.object({ code: z.string() });

/** An organization's domains, and the users of those domains who ask to be let in. */
export function organizationDomains(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();
  const { suggestions } = instance.store.organizations;
  /** Codes on their way, by domain id; like real ones they do not survive a restart. */
  const codes = new Map<string, CodeRecord>();
  const toJSON = (domain: DomainRecord) => frontendDomain(instance, domain);

  function find(c: Context<Env>, permission: SystemPermission): DomainRecord {
    const { organization } = memberAccess(c, instance, permission);
    return getDomain(instance, organization, c.req.param("domainId") ?? "");
  }

  routes.get("/organizations/:id/domains", (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_domains:read");
    const query = readQuery(c, listQuery);
    const all = domainsOf(instance, organization).filter(
      (one) => !query.enrollment_mode || query.enrollment_mode.includes(one.enrollmentMode),
    );
    return answer(c, instance, pageOf(all.toReversed(), query, toJSON));
  });

  routes.post("/organizations/:id/domains", async (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_domains:manage");
    const { name, enrollment_mode = "manual_invitation" } = await readForm(c, createForm);
    const fields = { name, enrollmentMode: enrollment_mode, verified: false };
    return answer(c, instance, toJSON(addDomain(instance, organization, fields)));
  });

  routes.get("/organizations/:id/domains/:domainId", (c) =>
    answer(c, instance, toJSON(find(c, "org:sys_domains:read"))),
  );

  routes.post(
    "/organizations/:id/domains/:domainId/prepare_affiliation_verification",
    async (c) => {
      const domain = find(c, "org:sys_domains:manage");
      const { affiliation_email_address: affiliationEmail } = await readForm(c, prepareForm);
      if (!affiliationEmail.endsWith(`@${domain.name}`)) {
        const text = `The email address must be one of ${domain.name}.`;
        throw formError(
          "form_param_value_invalid",
          "is invalid",
          text,
          "affiliation_email_address",
        );
      }
      codes.set(domain.id, prepareCode("email_code", null));
      instance.log(`The code for ${affiliationEmail} is ${TEST_CODE}.`);
      return answer(c, instance, toJSON(updateDomain(instance, domain, { affiliationEmail })));
    },
  );

  routes.post(
    "/organizations/:id/domains/:domainId/attempt_affiliation_verification",
    async (c) => {
      const domain = find(c, "org:sys_domains:manage");
      const { code } = await readForm(c, attemptForm);
      domain.attempts += 1;
      attemptCode(codes.get(domain.id) ?? null, code);
      codes.delete(domain.id);
      return answer(c, instance, toJSON(updateDomain(instance, domain, { verified: true })));
    },
  );

  routes.post("/organizations/:id/domains/:domainId/update_enrollment_mode", async (c) => {
    const domain = find(c, "org:sys_domains:manage");
    const { enrollment_mode: enrollmentMode, delete_pending } = await readForm(c, modeForm);
    if (delete_pending === "true") deletePending(instance, domain);
    return answer(c, instance, toJSON(updateDomain(instance, domain, { enrollmentMode })));
  });

  routes.delete("/organizations/:id/domains/:domainId", (c) => {
    const domain = find(c, "org:sys_domains:manage");
    deleteDomain(instance, domain);
    return answer(c, instance, { object: "organization_domain", id: domain.id, deleted: true });
  });

  /** Who asked, with what Clerk calls the state of their request. */
  const requestJSON = (request: SuggestionRecord) => membershipRequestJSON(instance, request);

  routes.get("/organizations/:id/membership_requests", (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_memberships:manage");
    const query = readQuery(c, listQuery);
    const all = [...suggestions.values()].filter(
      (one) =>
        one.organizationId === organization.id &&
        one.status !== "suggested" &&
        (query.status ?? ["pending"]).includes(requestJSON(one).status),
    );
    return answer(c, instance, pageOf(all.toReversed(), query, requestJSON));
  });

  routes.post("/organizations/:id/membership_requests/:requestId/:answer{accept|reject}", (c) => {
    const { organization } = memberAccess(c, instance, "org:sys_memberships:manage");
    const request = suggestions.get(c.req.param("requestId"));
    if (request?.organizationId !== organization.id || request.status !== "requested") {
      throw notFound("membership request", c.req.param("requestId"));
    }
    const isAccepted = c.req.param("answer") === "accept";
    moveSuggestion(instance, request, isAccepted ? "accepted" : "rejected");
    return answer(c, instance, requestJSON(request));
  });

  return routes;
}
