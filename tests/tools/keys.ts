import { generateKeyPairSync } from "node:crypto";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** Signs session tokens that an app with `realKeys` or `liveKeys` takes for Clerk's. */
export const signingKey = privateKey;

function jwtKey(): string {
  // In one line, as hosts and .env files keep it.
  return publicKey.export({ type: "spki", format: "pem" }).toString().replaceAll("\n", "\\n");
}

/**
 * Keys of the right form that belong to nobody. Made at run time: a scanner would take constants
 * of this form for leaked ones.
 */
export function realKeys(): Record<string, string> {
  return {
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey("app.clerk.accounts.dev"),
    CLERK_SECRET_KEY: secretKey(),
    CLERK_JWT_KEY: jwtKey(),
  };
}

/** The same of a production instance. */
export function liveKeys(): Record<string, string> {
  return {
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey("clerk.example.com", "live"),
    CLERK_SECRET_KEY: secretKey("live"),
    CLERK_JWT_KEY: jwtKey(),
  };
}

/** Like the keys of the local Clerk. */
export function localKeys(): Record<string, string> {
  return {
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey("clerk.emulator.test"),
    CLERK_SECRET_KEY: secretKey(),
  };
}

export function publishableKey(host: string, mode = "test"): string {
  return `pk_${mode}_${Buffer.from(`${host}$`).toString("base64")}`;
}

export function secretKey(mode = "test"): string {
  return ["sk", mode, "x".repeat(40)].join("_");
}
