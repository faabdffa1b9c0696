import type { ActClaim, SessionTask } from "@clerk/shared/types";
import type { Provider } from "./features.ts";

/** Plain JSON: what the local Clerk remembers and writes to disk. Times are milliseconds. */

export type Metadata = Record<string, unknown>;

export interface EmailRecord {
  id: string;
  address: string;
  verified: boolean;
}

export interface PhoneRecord {
  id: string;
  /** E.164: `+15555550100`. */
  number: string;
  verified: boolean;
}

/** An account at a social provider that the user signs in with. */
export interface ExternalAccountRecord {
  id: string;
  provider: Provider;
  /** The user's id at the provider. */
  providerUserId: string;
  /** Lower case, as the provider tells it. */
  email: string;
  firstName: string | null;
  lastName: string | null;
  scopes: string;
  /** False between "Connect account" and the provider's answer. */
  verified: boolean;
}

export interface UserRecord {
  id: string;
  externalId: string | null;
  username: string | null;
  firstName: string | null;
  lastName: string | null;
  emails: EmailRecord[];
  primaryEmailId: string | null;
  phones: PhoneRecord[];
  primaryPhoneId: string | null;
  externalAccounts: ExternalAccountRecord[];
  /** The picture that was uploaded, as a data: URI; null while the initials stand for it. */
  image: string | null;
  /** May not sign in at all. */
  banned: boolean;
  /** May not sign in until then. */
  lockedUntil: number | null;
  passwordHash: string | null;
  passwordChangedAt: number | null;
  /** Whether the user has to set a new one after the next sign-in. */
  passwordCompromised?: boolean;
  publicMetadata: Metadata;
  privateMetadata: Metadata;
  unsafeMetadata: Metadata;
  createdAt: number;
  updatedAt: number;
  lastSignInAt: number | null;
  lastActiveAt: number | null;
}

/** What users of an older saved state have not. */
export const USER_DEFAULTS = {
  username: null,
  phones: [],
  primaryPhoneId: null,
  externalAccounts: [],
  image: null,
  banned: false,
  lockedUntil: null,
} satisfies Partial<UserRecord>;

export function primaryEmail(user: UserRecord): EmailRecord | undefined {
  return user.emails.find((email) => email.id === user.primaryEmailId);
}

export interface SessionRecord {
  id: string;
  clientId: string;
  userId: string;
  status: "active" | "ended" | "removed" | "revoked";
  /** What the user still has to do; until then, Clerk calls the session "pending". */
  tasks?: SessionTask["key"][];
  /** Who really uses the session, when it is not the user: the token's `act`. */
  actor?: ActClaim | null;
  lastActiveOrganizationId?: string | null;
  /** The value of the HttpOnly `__refresh` cookie. */
  refreshToken: string;
  /** Where the app runs, for the token's `azp`; unknown until the app's first call. */
  origin: string | null;
  activity: { id: string; browser: string | null; ip: string | null; isMobile: boolean };
  verifiedAt: number;
  createdAt: number;
  updatedAt: number;
  lastActiveAt: number;
  expireAt: number;
  abandonAt: number;
}

export function isLive(session: SessionRecord): boolean {
  return session.status === "active" && session.expireAt > Date.now();
}

/** A one-time code that was "sent" to an address. */
export interface CodeRecord {
  strategy: "email_code" | "reset_password_email_code" | "phone_code" | "reset_password_phone_code";
  emailId: string | null;
  attempts: number;
  verified: boolean;
  expireAt: number;
}

/** A visit to a social provider: on its way, or with what came of it. */
export interface OAuthRecord {
  provider: Provider;
  /** Names the visit in the provider's URL, once. */
  state: string;
  /** Where the app goes on, such as its /sso-callback. */
  redirectUrl: string;
  /** The provider's page, for the browser. */
  url: string;
  status: "unverified" | "verified" | "transferable" | "failed";
  error: { code: string; message: string; longMessage: string } | null;
  account: ExternalAccountRecord | null;
  expireAt: number;
}

export interface SignInRecord {
  id: string;
  /** Unknown until the provider has answered. */
  userId: string | null;
  identifier: string;
  status: "needs_identifier" | "needs_first_factor" | "needs_new_password" | "complete";
  code: CodeRecord | null;
  oauth?: OAuthRecord | null;
  createdSessionId: string | null;
}

export interface SignUpRecord {
  id: string;
  username?: string | null;
  email: string | null;
  phone?: string | null;
  phoneCode?: CodeRecord | null;
  /** The application invitation whose ticket it came with; its address counts as verified. */
  applicationInvitationId?: string | null;
  externalId?: string | null;
  oauth?: OAuthRecord | null;
  passwordHash: string | null;
  firstName: string | null;
  lastName: string | null;
  unsafeMetadata: Metadata;
  code: CodeRecord | null;
  /** Of the organization whose ticket brought the user here. */
  organizationInvitationId?: string | null;
  createdUserId: string | null;
  createdSessionId: string | null;
  abandonAt: number;
}

/** One browser. Its `token` is the value of the HttpOnly `__client` cookie. */
export interface ClientRecord {
  id: string;
  token: string;
  signIn: SignInRecord | null;
  signUp: SignUpRecord | null;
  lastActiveSessionId: string | null;
  createdAt: number;
  updatedAt: number;
}

export interface SignInTokenRecord {
  id: string;
  userId: string;
  token: string;
  status: "pending" | "accepted" | "revoked";
  expireAt: number;
  createdAt: number;
  updatedAt: number;
}
