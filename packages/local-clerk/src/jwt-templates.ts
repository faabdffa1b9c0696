import { randomBytes } from "node:crypto";
import { SignJWT } from "jose";
import { notFound } from "./errors.ts";
import type { Instance } from "./instance.ts";
import type { JwtTemplateRecord } from "./instance-records.ts";
import type { SessionRecord } from "./records.ts";
import { customClaims } from "./session-claims.ts";
import { getUser } from "./users.ts";

/** What Clerk sets in every token of a template, whatever the template says. */
export const RESERVED_CLAIMS = ["azp", "exp", "iat", "iss", "jti", "nbf", "sub"] as const;

function find({ store }: Instance, name: string): JwtTemplateRecord {
  const template = [...store.records.jwtTemplates.values()].find((one) => one.name === name);
  if (!template) throw notFound("JWT template", name);
  return template;
}

/**
 * A token for another service: the template's claims, and no session.
 * @throws 404 when no template has the name
 */
export function mintTemplateToken(
  instance: Instance,
  session: SessionRecord,
  name: string,
  lifetimeSeconds?: number,
): Promise<string> {
  const template = find(instance, name);
  const user = getUser(instance, session.userId);
  const now = Math.floor(instance.clock.now() / 1_000);
  const { keys } = instance;
  return new SignJWT({
    ...customClaims(template.claims, user),
    ...(session.origin === null ? {} : { azp: session.origin }),
    exp: now + (lifetimeSeconds ?? template.lifetimeSeconds),
    iat: now,
    iss: keys.issuer,
    jti: randomBytes(10).toString("hex"),
    nbf: now - template.clockSkewSeconds,
    sub: user.id,
  })
    .setProtectedHeader({ alg: "RS256", kid: keys.kid, typ: "JWT", cat: TEMPLATE_CATEGORY })
    .sign(keys.privateKey);
}

/** Tells these tokens from session tokens. https://clerk.com/docs/guides/sessions/manual-jwt-verification */
const TEMPLATE_CATEGORY = "cl_B7d4PD222AAA";
