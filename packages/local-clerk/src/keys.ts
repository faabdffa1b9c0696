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

const savedKeys = z.object({ secretKey: z.string(), privateKey: z.string() });

export interface Keys {
  publishableKey: string;
  secretKey: string;
  privateKey: KeyObject;
  /** PEM, for `jwtKey`. */
  jwtKey: string;
  /** The public key for /v1/jwks. */
  jwk: { kty: string; n: string; e: string };
  kid: string;
  /** `iss` of every token. */
  issuer: string;
  /** What each cookie's name ends in, as every Clerk SDK derives it from the publishable key. */
  cookieSuffix: string;
}

/** The keys in `dir`, made at the first start and kept, so that sessions outlive a restart. */
export function loadKeys(dir: string | undefined): Keys {
  const { secretKey, privateKey: pem } = dir ? (read(dir) ?? create(dir)) : generate();
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey);
  const { kty, n, e } = z
    .object({ kty: z.string(), n: z.string(), e: z.string() })
    .parse(publicKey.export({ format: "jwk" }));
  const publishableKey = `pk_test_${Buffer.from(`${HOST}$`).toString("base64").replaceAll("=", "")}`;
  return {
    publishableKey,
    secretKey,
    privateKey,
    jwtKey: publicKey.export({ format: "pem", type: "spki" }).toString(),
    jwk: { kty, n, e },
    kid: `ins_${createHash("sha256").update(n).digest("hex").slice(0, 27)}`,
    issuer: `https://${HOST}`,
    cookieSuffix: createHash("sha1").update(publishableKey).digest("base64url").slice(0, 8),
  };
}

function generate(): z.infer<typeof savedKeys> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    secretKey: `sk_test_${randomText(40)}`,
    privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

function create(dir: string): z.infer<typeof savedKeys> {
  const keys = generate();
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(join(dir, FILE), JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

function read(dir: string): z.infer<typeof savedKeys> | undefined {
  try {
    return savedKeys.parse(JSON.parse(readFileSync(join(dir, FILE), "utf8")));
  } catch {
    return undefined; // first start, or a file that is no use: new keys only sign everybody out
  }
}
