import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { randomText } from "./ids.ts";

/**
 * The Frontend API's host in the publishable key. `.test` is reserved (RFC 6761), so nothing can
 * reach a real Clerk by accident, and clerk-js skips the dev-browser set-up of `accounts.dev` hosts.
 */
const HOST = "clerk.emulator.test";
const FILE = "clerk-keys.json";

const savedKeys = z.object({
  secretKey: z.string(),
  privateKey: z.string(),
  /** The keys before this one, which tokens may still be signed with. */
  previous: z.array(z.string()).optional(),
});
type SavedKeys = z.infer<typeof savedKeys>;

/** What signs tokens, and what verifies them. */
interface SigningKey {
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** PEM, for `jwtKey`. */
  jwtKey: string;
  /** The public key for /v1/jwks. */
  jwk: { kty: string; n: string; e: string };
  kid: string;
}

export interface Keys extends SigningKey {
  publishableKey: string;
  secretKey: string;
  /** Names the instance; the first key's `kid`, which a rotation doesn't change. */
  instanceId: string;
  /** The key before a rotation, whose tokens are still good. */
  previous: SigningKey | null;
  /** `iss` of every token. */
  issuer: string;
  /** What each cookie's name ends in, as every Clerk SDK derives it from the publishable key. */
  cookieSuffix: string;
}

/** The keys in `dir`, made at the first start and kept, so that sessions outlive a restart. */
export function loadKeys(dir: string | undefined): Keys {
  const { secretKey, privateKey, previous = [] } = dir ? (read(dir) ?? create(dir)) : generate();
  const publishableKey = `pk_test_${Buffer.from(`${HOST}$`).toString("base64").replaceAll("=", "")}`;
  const current = signingKey(privateKey);
  const before = previous.map(signingKey);
  return {
    ...current,
    publishableKey,
    secretKey,
    instanceId: (before[0] ?? current).kid,
    previous: before.at(-1) ?? null,
    issuer: `https://${HOST}`,
    cookieSuffix: createHash("sha1").update(publishableKey).digest("base64url").slice(0, 8),
  };
}

function signingKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey);
  const { kty, n, e } = z
    .object({ kty: z.string(), n: z.string(), e: z.string() })
    .parse(publicKey.export({ format: "jwk" }));
  return {
    privateKey,
    publicKey,
    jwtKey: publicKey.export({ format: "pem", type: "spki" }).toString(),
    jwk: { kty, n, e },
    kid: `ins_${createHash("sha256").update(n).digest("hex").slice(0, 27)}`,
  };
}

/** Signs with a new key from now on; the one before stays in /v1/jwks. Changes `keys`, and the file in `dir`. */
export function rotateKeys(keys: Keys, dir: string | undefined): void {
  const { privateKey: pem } = generate();
  const { privateKey, publicKey, jwtKey, jwk, kid } = keys;
  const previous = { privateKey, publicKey, jwtKey, jwk, kid };
  Object.assign(keys, signingKey(pem), { previous });
  const saved = dir && read(dir);
  if (!saved) return;
  const before = [...(saved.previous ?? []), saved.privateKey];
  write(dir, { ...saved, privateKey: pem, previous: before });
}

function generate(): SavedKeys {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    secretKey: `sk_test_${randomText(40)}`,
    privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

function create(dir: string): SavedKeys {
  const keys = generate();
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  write(dir, keys);
  return keys;
}

function write(dir: string, keys: SavedKeys): void {
  writeFileSync(join(dir, FILE), JSON.stringify(keys), { mode: 0o600 });
}

function read(dir: string): SavedKeys | undefined {
  try {
    return savedKeys.parse(JSON.parse(readFileSync(join(dir, FILE), "utf8")));
  } catch {
    return undefined; // first start, or a file that is no use: new keys only sign everybody out
  }
}
