import { randomInt } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const PREFIXES = {
  user: "user",
  session: "sess",
  client: "client",
  email: "idn",
  signIn: "sia",
  signUp: "sua",
  signInToken: "sit",
  activity: "sess_activity",
  phone: "idn",
  externalAccount: "eac",
  actorToken: "act",
  jwtTemplate: "jtmp",
  applicationInvitation: "inv",
  allowlist: "alid",
  blocklist: "blid",
  redirectUrl: "ru",
  instanceDomain: "dmn",
  waitlist: "wle",
  organization: "org",
  membership: "orgmem",
  organizationInvitation: "orginv",
  organizationDomain: "orgdmn",
  suggestion: "orgsug",
  role: "role",
  permission: "perm",
} as const;

/** Random text of letters and digits; 27 of them are 160 bits. */
export function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
}

/** An id as Clerk writes them: a prefix that names the kind and 27 letters and digits. */
export function newId(kind: keyof typeof PREFIXES): string {
  return `${PREFIXES[kind]}_${randomText(27)}`;
}
