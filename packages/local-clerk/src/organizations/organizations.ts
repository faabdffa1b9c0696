import { formError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Instance } from "../instance.ts";
import { checkMetadata } from "../metadata.ts";
import type { Metadata } from "../records.ts";
import { backendOrganization } from "../resources/organization.ts";
import { forgetActiveOrganization } from "./active-organization.ts";
import { organizationNotFound, slugTaken } from "./errors.ts";
import type { OrganizationRecord } from "./records.ts";

const MAX_NAME = 256;
const SLUG = /^[a-z0-9_-]+$/;

/** By id or by slug, as Clerk's own paths; 404 when there is none. */
export function getOrganization({ store }: Instance, idOrSlug: string): OrganizationRecord {
  const { organizations } = store.organizations;
  const found =
    organizations.get(idOrSlug) ?? [...organizations.values()].find((one) => one.slug === idOrSlug);
  if (!found) throw organizationNotFound();
  return found;
}

function isSlugTaken({ store }: Instance, slug: string, except?: OrganizationRecord): boolean {
  const all = store.organizations.organizations.values();
  return [...all].some((one) => one.slug === slug && one !== except);
}

function slugOf(instance: Instance, name: string): string {
  const plain =
    name
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "") || "organization";
  if (!isSlugTaken(instance, plain)) return plain;
  let suffix = Math.floor(instance.clock.now() / 1000);
  while (isSlugTaken(instance, `${plain}-${suffix}`)) suffix += 1;
  return `${plain}-${suffix}`;
}

function checkSlug(instance: Instance, slug: string, except?: OrganizationRecord): string {
  if (instance.settings.organizations.slugDisabled) {
    const text = "slug is not a valid parameter for this request.";
    throw formError("form_param_unknown", "is unknown", text, "slug");
  }
  if (!SLUG.test(slug)) {
    const text = "Slug can only contain lowercase letters, numbers and dashes.";
    throw formError("form_param_format_invalid", "is invalid", text, "slug");
  }
  if (isSlugTaken(instance, slug, except)) throw slugTaken();
  return slug;
}

function checkName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === "") {
    throw formError("form_param_nil", "is missing", "Enter a name.", "name");
  }
  if (trimmed.length > MAX_NAME) {
    const text = `name should not exceed ${MAX_NAME} characters.`;
    throw formError("form_param_max_length_exceeded", "exceeds maximum length", text, "name");
  }
  return trimmed;
}

export interface NewOrganization {
  name: string;
  slug?: string | undefined;
  createdBy?: string | undefined;
  maxAllowedMemberships?: number | undefined;
  publicMetadata?: Metadata | undefined;
  privateMetadata?: Metadata | undefined;
}

/** Adds an organization without members, its creator's active one at their next sign-in, and sends `organization.created`. */
export function createOrganization(
  instance: Instance,
  fields: NewOrganization,
): OrganizationRecord {
  const { store, clock, settings, webhooks } = instance;
  const name = checkName(fields.name);
  const now = clock.now();
  const organization: OrganizationRecord = {
    id: newId("organization"),
    name,
    slug: fields.slug ? checkSlug(instance, fields.slug) : slugOf(instance, name),
    createdBy: fields.createdBy ?? null,
    maxAllowedMemberships:
      fields.maxAllowedMemberships ?? settings.organizations.maxAllowedMemberships,
    adminDeleteEnabled: settings.organizations.adminDeleteEnabled,
    logo: null,
    publicMetadata: checkMetadata("public_metadata", fields.publicMetadata ?? {}),
    privateMetadata: checkMetadata("private_metadata", fields.privateMetadata ?? {}),
    createdAt: now,
    updatedAt: now,
  };
  store.organizations.organizations.set(organization.id, organization);
  if (organization.createdBy !== null) {
    store.organizations.lastActive.set(organization.createdBy, organization.id);
  }
  store.changed();
  webhooks.send("organization.created", backendOrganization(organization));
  return organization;
}

export type OrganizationChanges = Partial<
  Omit<OrganizationRecord, "id" | "createdBy" | "createdAt" | "updatedAt">
>;

/** Changes an organization in place and sends `organization.updated`. */
export function updateOrganization(
  instance: Instance,
  organization: OrganizationRecord,
  changes: OrganizationChanges,
): OrganizationRecord {
  const { name, slug, publicMetadata, privateMetadata } = changes;
  const checked = {
    ...changes,
    ...(name === undefined ? {} : { name: checkName(name) }),
    ...(slug === undefined ? {} : { slug: checkSlug(instance, slug, organization) }),
  };
  if (publicMetadata) checkMetadata("public_metadata", publicMetadata);
  if (privateMetadata) checkMetadata("private_metadata", privateMetadata);
  Object.assign(organization, checked, { updatedAt: instance.clock.now() });
  instance.store.changed();
  instance.webhooks.send("organization.updated", backendOrganization(organization));
  return organization;
}

/** Removes an organization with all it has and sends `organization.deleted`. */
export function deleteOrganization(instance: Instance, organization: OrganizationRecord): void {
  const { store, webhooks } = instance;
  const { organizations, entitlements } = store.organizations;
  organizations.delete(organization.id);
  entitlements.delete(organization.id);
  for (const kind of ["memberships", "invitations", "domains", "suggestions"] as const) {
    for (const one of store.organizations[kind].values()) {
      if (one.organizationId === organization.id) store.organizations[kind].delete(one.id);
    }
  }
  forgetActiveOrganization(instance, organization.id);
  store.changed();
  webhooks.send("organization.deleted", {
    object: "organization",
    id: organization.id,
    slug: organization.slug,
    deleted: true,
  });
}
