import type { Metadata } from "../records.ts";

/** Plain JSON, as in ../records.ts. Times are milliseconds. */

export interface OrganizationRecord {
  id: string;
  name: string;
  slug: string;
  createdBy: string | null;
  /** 0 is "no limit". */
  maxAllowedMemberships: number;
  adminDeleteEnabled: boolean;
  /** A data: URI, as avatars are. */
  logo: string | null;
  publicMetadata: Metadata;
  privateMetadata: Metadata;
  createdAt: number;
  updatedAt: number;
}

export interface MembershipRecord {
  id: string;
  organizationId: string;
  userId: string;
  /** The key of a role: `org:admin`. */
  role: string;
  publicMetadata: Metadata;
  privateMetadata: Metadata;
  createdAt: number;
  updatedAt: number;
}

export interface InvitationRecord {
  id: string;
  organizationId: string;
  email: string;
  role: string;
  status: "pending" | "accepted" | "revoked" | "expired";
  /** Signs its holder in or up, and makes them a member. */
  ticket: string;
  /** What the invitation's email would link to. */
  url: string;
  /** Where that link leads; null is the app's sign-up page. */
  redirectUrl: string | null;
  /** The verified domain that made it; null when somebody did. */
  domainId: string | null;
  /** Who accepted it. */
  userId: string | null;
  publicMetadata: Metadata;
  privateMetadata: Metadata;
  expireAt: number;
  createdAt: number;
  updatedAt: number;
}

export const ENROLLMENT_MODES = [
  "manual_invitation",
  "automatic_invitation",
  "automatic_suggestion",
] as const;
export type EnrollmentMode = (typeof ENROLLMENT_MODES)[number];

export interface DomainRecord {
  id: string;
  organizationId: string;
  name: string;
  enrollmentMode: EnrollmentMode;
  verified: boolean;
  attempts: number;
  /** Whom a verification code was sent to. */
  affiliationEmail: string | null;
  createdAt: number;
  updatedAt: number;
}

/** A user whose address fits a domain of the organization is suggested it, asks for it, and is let in or not. */
export interface SuggestionRecord {
  id: string;
  organizationId: string;
  userId: string;
  domainId: string;
  status: "suggested" | "requested" | "accepted" | "rejected";
  createdAt: number;
  updatedAt: number;
}

export interface PermissionRecord {
  id: string;
  /** `org:invoices:create`; Clerk's own start with `org:sys_`. */
  key: string;
  name: string;
  description: string;
  createdAt: number;
  updatedAt: number;
}

export interface RoleRecord {
  id: string;
  key: string;
  name: string;
  description: string;
  /** Keys of permissions. */
  permissions: string[];
  createdAt: number;
  updatedAt: number;
}

/** What Clerk's billing would say of a user or an organization. */
export interface Entitlements {
  plans: string[];
  features: string[];
}
