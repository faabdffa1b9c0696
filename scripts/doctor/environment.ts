import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import nextEnv from "@next/env";
import { z } from "zod";
import { readEnvFile } from "../env-file.ts";

const CLERK_KEYS = ["CLERK_SECRET_KEY", "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"];

const services = z.object({
  clerk: z.object({
    apiUrl: z.string(),
    secretKey: z.string(),
    publishableKey: z.string(),
    webhookSecret: z.string(),
  }),
  firestore: z.object({ host: z.string(), projectId: z.string() }),
});

/** The environment of an app on the local services that run, or null when none do. */
function localEnvironment(): Record<string, string> | null {
  const file = join(process.env.LOCAL_STATE_DIR ?? ".local", "services.json");
  if (!existsSync(file)) return null;
  const { clerk, firestore } = services.parse(JSON.parse(readFileSync(file, "utf8")));
  return {
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
    CLERK_SECRET_KEY: clerk.secretKey,
    CLERK_API_URL: clerk.apiUrl,
    CLERK_FAPI_URL: clerk.apiUrl,
    CLERK_WEBHOOK_SIGNING_SECRET: clerk.webhookSecret,
    FIRESTORE_EMULATOR_HOST: firestore.host,
    FIREBASE_PROJECT_ID: firestore.projectId,
    LOCAL_SERVICES: "dev",
  };
}

/**
 * Which environment is looked at, and its variables.
 * @param file one to read instead of the environment, .env.local and the local services
 */
export function loadEnvironment(file?: string): {
  from: string;
  isLocal: boolean;
  env: Record<string, string | undefined>;
} {
  if (file) return { from: file, isLocal: false, env: readEnvFile(file) };
  nextEnv.loadEnvConfig(process.cwd(), true, { info() {}, error: console.error });
  const env = { ...process.env };
  const local = CLERK_KEYS.some((name) => env[name]) ? null : localEnvironment();
  if (local) return { from: "the local services", isLocal: true, env: { ...env, ...local } };
  return { from: "the environment and .env files", isLocal: false, env };
}
