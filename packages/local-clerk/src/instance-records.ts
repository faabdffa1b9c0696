import type { ActClaim } from "@clerk/shared/types";
import type { Metadata } from "./records.ts";

/** What belongs to the instance rather than to a user or a browser. Times are milliseconds. */

interface Dated {
  id: string;
  createdAt: number;
  updatedAt: number;
}

export interface JwtTemplateRecord extends Dated {
  name: string;
  claims: Metadata;
  lifetimeSeconds: number;
  clockSkewSeconds: number;
}

export interface ActorTokenRecord extends Dated {
  userId: string;
  actor: ActClaim;
  token: string;
  status: "pending" | "accepted" | "revoked";
  expireAt: number;
  /** How long the session lives that it starts. */
  sessionSeconds: number;
}

export interface InvitationRecord extends Dated {
  email: string;
  publicMetadata: Metadata;
  redirectUrl: string | null;
  token: string;
  status: "pending" | "accepted" | "revoked";
  expireAt: number;
}

export const IDENTIFIER_TYPES = ["email_address", "phone_number", "web3_wallet"] as const;

/** An address, a phone number, or `*@example.com` for all of a domain. */
export interface IdentifierRecord extends Dated {
  identifier: string;
  type: (typeof IDENTIFIER_TYPES)[number];
}

export interface RedirectUrlRecord extends Dated {
  url: string;
}

export interface DomainRecord extends Dated {
  name: string;
  isSatellite: boolean;
  proxyUrl: string | null;
}

export interface WaitlistRecord extends Dated {
  email: string;
  status: "pending" | "invited" | "rejected" | "completed";
  invitationId: string | null;
}

/** All of them, by kind and id. */
export class InstanceRecords {
  readonly jwtTemplates = new Map<string, JwtTemplateRecord>();
  readonly actorTokens = new Map<string, ActorTokenRecord>();
  readonly invitations = new Map<string, InvitationRecord>();
  readonly allowlist = new Map<string, IdentifierRecord>();
  readonly blocklist = new Map<string, IdentifierRecord>();
  readonly redirectUrls = new Map<string, RedirectUrlRecord>();
  readonly domains = new Map<string, DomainRecord>();
  readonly waitlist = new Map<string, WaitlistRecord>();

  #kinds(): [name: string, records: Map<string, Dated>][] {
    return Object.entries(this).filter(([, value]) => value instanceof Map);
  }

  save(): SavedRecords {
    return Object.fromEntries(this.#kinds().map(([name, all]) => [name, [...all.values()]]));
  }

  load(saved: SavedRecords = {}): void {
    for (const [name, all] of this.#kinds()) {
      for (const record of saved[name] ?? []) all.set(record.id, record);
    }
  }

  clear(): void {
    for (const [, all] of this.#kinds()) all.clear();
  }
}

export type SavedRecords = Record<string, Dated[]>;
