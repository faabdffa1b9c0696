import { z } from "zod";

/** A variable that is set to nothing is not set: hosts and .env files often leave it empty. */
const text = z
  .string()
  .trim()
  .transform((value) => value || undefined)
  .optional();

const schema = z.object({
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: text,
  CLERK_SECRET_KEY: text,
  CLERK_JWT_KEY: text,
  CLERK_API_URL: text,
  NEXT_PUBLIC_CLERK_PROXY_URL: text,
  CLERK_AUTHORIZED_PARTIES: text,
  CLERK_WEBHOOK_SIGNING_SECRET: text,
  FIREBASE_PROJECT_ID: text,
  FIREBASE_CLIENT_EMAIL: text,
  FIREBASE_PRIVATE_KEY: text,
  GOOGLE_APPLICATION_CREDENTIALS: text,
  GOOGLE_CLOUD_PROJECT: text,
  /** Set by Cloud Run and Cloud Functions. */
  K_SERVICE: text,
  FIRESTORE_EMULATOR_HOST: text,
  NODE_ENV: text,
  VERCEL: text,
  LOCAL_SERVICES: text,
  LOCAL_PERSONAS: text,
});

export type Env = z.infer<typeof schema>;

/**
 * The variables the app reads, trimmed, empty ones undefined. Some are written out because Next
 * replaces exactly these expressions when it builds: a production build keeps what it was built for.
 */
export function readEnv(): Env {
  return schema.parse({
    ...process.env,
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: process.env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY,
    NEXT_PUBLIC_CLERK_PROXY_URL: process.env.NEXT_PUBLIC_CLERK_PROXY_URL,
    NODE_ENV: process.env.NODE_ENV,
  });
}

/** A PEM key as it was made: hosts keep its newlines as a literal `\n`, and Vercel keeps quotes. */
export function normalizePem(key: string | undefined): string | undefined {
  return key?.replace(/^["']|["']$/g, "").replaceAll("\\n", "\n");
}
