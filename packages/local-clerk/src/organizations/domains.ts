import { ClerkError, formError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Instance } from "../instance.ts";
import type { UserRecord } from "../records.ts";
import { backendDomain } from "../resources/organization-domain.ts";
import { domainNotFound, domainTaken } from "./errors.ts";
import { invitationsOf, invite } from "./invitations.ts";
import { addMember, checkQuota, findMembership, hasRoom } from "./memberships.ts";
import { getOrganization } from "./organizations.ts";
import type {
  DomainRecord,
  EnrollmentMode,
  InvitationRecord,
  OrganizationRecord,
  SuggestionRecord,
} from "./records.ts";

const NAME = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
const COMMON = new Set(["gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com"]);

/** Throws 403 where the instance has no verified domains, or not this way to enroll. */
function checkMode({ settings }: Instance, mode: EnrollmentMode): void {
  const { domainsEnabled, domainsEnrollmentModes } = settings.organizations;
  if (!domainsEnabled) {
    const text = "The organization domains feature is not enabled for this instance.";
    throw new ClerkError(403, "organization_domains_not_enabled", "access denied", text);
  }
  if (!domainsEnrollmentModes.includes(mode)) {
    throw new ClerkError(
      403,
      "organization_domain_enrollment_mode_not_enabled",
      "organization enrollment mode not enabled",
      `Enrollment mode ${mode} is not enabled for this instances's organizations.`,
    );
  }
}

function checkName({ store }: Instance, name: string, except?: DomainRecord): string {
  const domain = name.trim().toLowerCase();
  if (!NAME.test(domain)) {
    const text = "name must be a valid domain name.";
    throw formError("form_param_format_invalid", "is invalid", text, "name");
  }
  if (COMMON.has(domain)) {
    const text = "This is a common email provider domain. Please use a different one.";
    throw formError("organization_domain_common", "common email domain", text, "name");
  }
  const all = [...store.organizations.domains.values()];
  if (all.some((one) => one.name === domain && one !== except)) throw domainTaken();
  return domain;
}

export function domainsOf({ store }: Instance, organization: OrganizationRecord): DomainRecord[] {
  const all = [...store.organizations.domains.values()];
  return all.filter((one) => one.organizationId === organization.id);
}

export function getDomain(
  instance: Instance,
  organization: OrganizationRecord,
  id: string,
): DomainRecord {
  const found = domainsOf(instance, organization).find((one) => one.id === id);
  if (!found) throw domainNotFound();
  return found;
}

export interface DomainFields {
  name: string;
  enrollmentMode: EnrollmentMode;
  verified: boolean;
}

/** Adds a domain and sends `organizationDomain.created`. */
export function addDomain(
  instance: Instance,
  organization: OrganizationRecord,
  { name, enrollmentMode, verified }: DomainFields,
): DomainRecord {
  checkMode(instance, enrollmentMode);
  const now = instance.clock.now();
  const domain: DomainRecord = {
    id: newId("organizationDomain"),
    organizationId: organization.id,
    name: checkName(instance, name),
    enrollmentMode,
    verified,
    attempts: 0,
    affiliationEmail: null,
    createdAt: now,
    updatedAt: now,
  };
  instance.store.organizations.domains.set(domain.id, domain);
  instance.store.changed();
  instance.webhooks.send("organizationDomain.created", backendDomain(instance, domain));
  return domain;
}

/** Changes a domain in place and sends `organizationDomain.updated`. */
export function updateDomain(
  instance: Instance,
  domain: DomainRecord,
  changes: Partial<DomainRecord>,
): DomainRecord {
  if (changes.enrollmentMode !== undefined) checkMode(instance, changes.enrollmentMode);
  const name =
    changes.name === undefined ? {} : { name: checkName(instance, changes.name, domain) };
  Object.assign(domain, changes, name, { updatedAt: instance.clock.now() });
  instance.store.changed();
  instance.webhooks.send("organizationDomain.updated", backendDomain(instance, domain));
  return domain;
}

/** Removes a domain with what it suggested, and sends `organizationDomain.deleted`. */
export function deleteDomain({ store, webhooks }: Instance, domain: DomainRecord): void {
  const { domains, suggestions } = store.organizations;
  domains.delete(domain.id);
  for (const one of suggestions.values()) {
    if (one.domainId === domain.id && one.status === "suggested") suggestions.delete(one.id);
  }
  store.changed();
  webhooks.send("organizationDomain.deleted", {
    object: "organization_domain",
    id: domain.id,
    deleted: true,
  });
}

/** Takes back what a domain offered and nobody took up. */
export function deletePending({ store }: Instance, domain: DomainRecord): void {
  const { suggestions, invitations } = store.organizations;
  for (const one of suggestions.values()) {
    if (one.domainId === domain.id && one.status === "suggested") suggestions.delete(one.id);
  }
  for (const one of invitations.values()) {
    if (one.domainId === domain.id && one.status === "pending") invitations.delete(one.id);
  }
}

/**
 * Offers the user the organizations whose verified domains their verified addresses fit, once each.
 * Clerk does so at sign-up and when a domain is verified; here it happens when the user looks.
 */
export function enroll(instance: Instance, user: UserRecord, origin: string): void {
  const { domains, suggestions } = instance.store.organizations;
  const addresses = user.emails.filter((one) => one.verified).map((one) => one.address);
  for (const domain of domains.values()) {
    const email = addresses.find((address) => address.endsWith(`@${domain.name}`));
    const { organizationId, enrollmentMode } = domain;
    if (!domain.verified || email === undefined) continue;
    if (findMembership(instance, organizationId, user.id)) continue;
    if (enrollmentMode === "automatic_invitation") {
      const isKnown = (one: InvitationRecord) =>
        one.email === email &&
        one.organizationId === organizationId &&
        (one.status === "pending" || one.domainId === domain.id);
      const known = invitationsOf(instance, isKnown);
      const role = instance.settings.organizations.domainsDefaultRole;
      const organization = getOrganization(instance, organizationId);
      if (known.length === 0 && hasRoom(instance, organization, 1))
        invite(instance, organization, [{ email, role, domainId: domain.id }], origin);
    }
    if (enrollmentMode === "automatic_suggestion") {
      const isKnown = [...suggestions.values()].some(
        (one) => one.userId === user.id && one.organizationId === organizationId,
      );
      if (!isKnown) addSuggestion(instance, domain, user);
    }
  }
}

function addSuggestion({ store, clock }: Instance, domain: DomainRecord, user: UserRecord): void {
  const now = clock.now();
  const suggestion: SuggestionRecord = {
    id: newId("suggestion"),
    organizationId: domain.organizationId,
    userId: user.id,
    domainId: domain.id,
    status: "suggested",
    createdAt: now,
    updatedAt: now,
  };
  store.organizations.suggestions.set(suggestion.id, suggestion);
  store.changed();
}

/** The user asks to be let in, or somebody who manages members answers. */
export function moveSuggestion(
  instance: Instance,
  suggestion: SuggestionRecord,
  status: "requested" | "accepted" | "rejected",
): void {
  const { store, settings, clock } = instance;
  const user = store.users.get(suggestion.userId);
  if (status === "accepted" && user) {
    const organization = getOrganization(instance, suggestion.organizationId);
    checkQuota(instance, organization, 1);
    addMember(instance, organization, user, settings.organizations.domainsDefaultRole);
  }
  suggestion.status = status;
  suggestion.updatedAt = clock.now();
  store.changed();
}
