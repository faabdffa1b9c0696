import type { SessionTask } from "@clerk/shared/types";

/** Plain JSON: what the local Clerk remembers and writes to disk. Times are milliseconds. */

export type Metadata = Record<string, unknown>;

export interface EmailRecord {
  id: string;
  address: string;
  verified: boolean;
}

export interface UserRecord {
  id: string;
  externalId: string | null;
  firstName: string | null;
  lastName: string | null;
  emails: EmailRecord[];
  primaryEmailId: string | null;
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
  strategy: "email_code" | "reset_password_email_code";
  emailId: string | null;
  attempts: number;
  verified: boolean;
  expireAt: number;
}

export interface SignInRecord {
  id: string;
  userId: string;
  identifier: string;
  status: "needs_first_factor" | "needs_new_password" | "complete";
  code: CodeRecord | null;
  createdSessionId: string | null;
}

export interface SignUpRecord {
  id: string;
  email: string | null;
  passwordHash: string | null;
  firstName: string | null;
  lastName: string | null;
  unsafeMetadata: Metadata;
  code: CodeRecord | null;
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
