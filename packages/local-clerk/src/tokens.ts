import { type KeyObject, randomBytes } from "node:crypto";
import { compactVerify, decodeJwt, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { Instance } from "./instance.ts";
import { organizationClaims, organizationScope } from "./organizations/claims.ts";
import type { SessionRecord } from "./records.ts";
import { customClaims } from "./session-claims.ts";
import { sessionStatus } from "./sessions.ts";
import { getUser } from "./users.ts";

/** The category of session tokens, which Clerk's SDKs tell apart from machine tokens and templates. */
const SESSION_CATEGORY = "cl_B7d4PD111AAA";

const headerSchema = z.object({ oiat: z.int() });

function seconds({ clock }: Instance): number {
  return Math.floor(clock.now() / 1000);
}

/** @param oiat when the claims were read from the database: "original issued at", in seconds */
function sign({ keys }: Instance, claims: JWTPayload, oiat: number): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", kid: keys.kid, typ: "JWT", cat: SESSION_CATEGORY, oiat })
    .sign(keys.privateKey);
}

/** Whole minutes since the user proved who they are; -1 for the second factor that nobody has. */
export function factorAge(
  { clock }: Instance,
  session: SessionRecord,
): [first: number, second: number] {
  return [Math.floor((clock.now() - session.verifiedAt) / 60_000), -1];
}

function lifetimeFor({ settings }: Instance, userId: string): number {
  return settings.tokenSecondsOf.get(userId) ?? settings.tokenSeconds;
}

/** Clerk's own claims. https://clerk.com/docs/guides/sessions/session-tokens */
function ownClaims(instance: Instance, session: SessionRecord, lifetimeSeconds: number) {
  const now = seconds(instance);
  return {
    ...(session.actor ? { act: session.actor } : {}),
    ...(session.origin === null ? {} : { azp: session.origin }),
    exp: now + lifetimeSeconds,
    fva: factorAge(instance, session),
    iat: now,
    iss: instance.keys.issuer,
    jti: randomBytes(10).toString("hex"),
    nbf: now - 10,
    sid: session.id,
    sts: sessionStatus(session) === "pending" ? "pending" : "active",
    sub: session.userId,
    v: 2,
  };
}

/**
 * A session token minted at the origin: its custom claims are the user's metadata as it is now.
 * Clerk's own claims win over custom ones of the same name.
 */
export function mintSessionToken(
  instance: Instance,
  session: SessionRecord,
  lifetimeSeconds = lifetimeFor(instance, session.userId),
): Promise<string> {
  const user = getUser(instance, session.userId);
  const { sessionClaims } = instance.settings;
  const claims = {
    ...(sessionClaims
      ? customClaims(sessionClaims, user, organizationScope(instance, session))
      : {}),
    ...organizationClaims(instance, session),
    ...ownClaims(instance, session, lifetimeSeconds),
  };
  return sign(instance, claims, seconds(instance));
}

/** The key that a token names: the current one, or the one before it. */
function publicKeyOf({ keys }: Instance) {
  return ({ kid }: { kid?: string | undefined }): KeyObject => {
    const { previous } = keys;
    return previous !== null && previous.kid === kid ? previous.publicKey : keys.publicKey;
  };
}

/**
 * A session token minted at the edge, by Clerk's session minter: new times, and the custom claims and
 * the `oiat` of the previous token. So its `iat` says nothing about the age of its claims.
 * @param previous the browser's last token; when it is no token of this session, the origin mints
 */
export async function mintEdgeToken(
  instance: Instance,
  session: SessionRecord,
  previous: string,
): Promise<string> {
  const verified = await compactVerify(previous, publicKeyOf(instance)).catch(() => undefined);
  const header = headerSchema.safeParse(verified?.protectedHeader);
  // Only the signature was checked: the previous token may have expired.
  const claims = verified && decodeJwt(previous);
  if (!header.success || claims?.sid !== session.id) return mintSessionToken(instance, session);
  const own = ownClaims(instance, session, lifetimeFor(instance, session.userId));
  return sign(instance, { ...claims, ...own }, header.data.oiat);
}

/** Whether this instance signed the token, with whatever key it had then, and it hasn't expired. */
export async function isOwnToken(instance: Instance, token: string): Promise<boolean> {
  const currentDate = new Date(instance.clock.now());
  return jwtVerify(token, publicKeyOf(instance), { currentDate }).then(
    () => true,
    () => false,
  );
}

/** The answer of a handshake: Set-Cookie lines that the app's middleware sets for us. */
export function mintHandshakeToken(instance: Instance, setCookies: string[]): Promise<string> {
  return sign(instance, { handshake: setCookies }, seconds(instance));
}
