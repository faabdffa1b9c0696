import type { HttpBindings } from "@hono/node-server";
import type { Clock } from "./clock.ts";
import type { Feature } from "./features.ts";
import type { Keys } from "./keys.ts";
import type { Connections } from "./oauth.ts";
import type { OrganizationSettings } from "./organizations/settings.ts";
import type { Outbox } from "./outbox.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { Restrictions } from "./restrictions.ts";
import type { Store } from "./store.ts";
import type { Webhooks } from "./webhooks.ts";

/** One running local Clerk: what every route works on. */
export interface Instance {
  /** What the sign-in form calls the app. */
  applicationName: string;
  keys: Keys;
  store: Store;
  webhooks: Webhooks;
  outbox: Outbox;
  clock: Clock;
  settings: Settings;
  /** The cookies of handshakes that the app's middleware has not fetched yet, by nonce. */
  handshakes: Map<string, string[]>;
  /** Accounts at social providers that users are just connecting. */
  connections: Connections;
  /** Whom a page of the app may sign in with one click; null where that is off. */
  oneClickUsers: ReadonlySet<string> | null;
  /** Whether the environment names pages of this server for sign-in, sign-up and the profile. */
  hostedPages: boolean;
  log: (line: string) => void;
}

/** What a person would set in Clerk's Dashboard, or Clerk itself; tests change it through /_local. */
interface Settings {
  /** The session token's custom claims; null is a Dashboard where nobody ever set them. */
  sessionClaims: Record<string, unknown> | null;
  /** Whether tokens are renewed at the edge, from the browser's previous token. */
  sessionMinter: boolean;
  /** Whether a browser can be signed in to several accounts at a time. */
  multiSession: boolean;
  /** Whether a handshake's cookies wait under a nonce, instead of travelling in the URL. */
  handshakeNonce: boolean;
  /** Null while every call is answered. */
  rateLimits: RateLimits | null;
  /** What users can have besides an email address and a password. */
  features: ReadonlySet<Feature>;
  /** Whether who signs up with a phone number gives an email address as well. */
  emailRequired: boolean;
  /** Who may sign up. */
  restrictions: Restrictions;
  allowedOrigins: string[] | null;
  supportEmail: string;
  organizations: OrganizationSettings;
  tokenSeconds: number;
  /** By user id, where a test needs other tokens than everybody has. */
  tokenSecondsOf: Map<string, number>;
}

export const TOKEN_SECONDS = 60;

export type Env = { Bindings: HttpBindings };

/** With phone numbers, either they or an email address will do, unless the instance says otherwise. */
export function needsEmail({ features, emailRequired }: Settings): boolean {
  return emailRequired || !features.has("phone");
}
