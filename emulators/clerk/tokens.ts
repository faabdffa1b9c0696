import { randomBytes } from "node:crypto";
import { SignJWT } from "jose";
import type { Instance } from "./instance.ts";
import type { SessionRecord } from "./records.ts";
import { customClaims } from "./session-claims.ts";
import { getUser } from "./users.ts";

/** The category of session tokens, which Clerk's SDKs tell apart from machine tokens and templates. */
const SESSION_CATEGORY = "cl_B7d4PD111AAA";

function sign({ keys }: Instance, claims: Record<string, unknown>): Promise<string> {
  const issuedAt = Math.floor(Date.now() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({
      alg: "RS256",
      kid: keys.kid,
      typ: "JWT",
      cat: SESSION_CATEGORY,
      oiat: issuedAt,
    })
    .sign(keys.privateKey);
}

/** Whole minutes since the user proved who they are; -1 for the second factor that nobody has. */
export function factorAge(session: SessionRecord): [first: number, second: number] {
  return [Math.floor((Date.now() - session.verifiedAt) / 60_000), -1];
}

function lifetimeFor({ settings }: Instance, userId: string): number {
  return settings.tokenSecondsOf.get(userId) ?? settings.tokenSeconds;
}

/**
 * A session token. Clerk's own claims win over custom ones of the same name.
 * https://clerk.com/docs/guides/sessions/session-tokens
 */
export function mintSessionToken(
  instance: Instance,
  session: SessionRecord,
  lifetimeSeconds = lifetimeFor(instance, session.userId),
): Promise<string> {
  const user = getUser(instance, session.userId);
  const now = Math.floor(Date.now() / 1000);
  const { sessionClaims } = instance.settings;
  return sign(instance, {
    ...(sessionClaims ? customClaims(sessionClaims, user) : {}),
    ...(session.origin === null ? {} : { azp: session.origin }),
    exp: now + lifetimeSeconds,
    fva: factorAge(session),
    iat: now,
    iss: instance.keys.issuer,
    jti: randomBytes(10).toString("hex"),
    nbf: now - 10,
    sid: session.id,
    sts: "active",
    sub: user.id,
    v: 2,
  });
}

/** The answer of a handshake: Set-Cookie lines that the app's middleware sets for us. */
export function mintHandshakeToken(instance: Instance, setCookies: string[]): Promise<string> {
  return sign(instance, { handshake: setCookies });
}
