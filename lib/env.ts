import { createPrivateKey, createPublicKey } from "node:crypto";
import { createEnv } from "@t3-oss/env-nextjs";
import { z } from "zod";
// Relative, because next.config.ts and scripts have Node load this file.
import { clerkHostOf, isLoopback, localServicesProblem } from "./local-services.ts";

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const FROM_CLERK = "Copy it from the Clerk Dashboard, API keys, without quotes or spaces.";
const MISSING = `is missing. ${FROM_CLERK} To run without an account, use \`npm run dev\`, or \`npm run preview\` after \`npm run build\`.`;
const FROM_GOOGLE = "Copy it from the service account's JSON file.";

const text = z.string().optional();

/** A PEM key. Hosts store its line breaks as `\n`, and some keep quotes around it. */
function pem(start: string, read: (key: string) => unknown, advice: string) {
  function isReadable(key: string): boolean {
    try {
      return key.startsWith(start) && Boolean(read(key));
    } catch {
      return false;
    }
  }
  return z
    .string()
    .transform((key) =>
      key
        .trim()
        .replace(/^["']|["']$/g, "")
        .replaceAll("\\n", "\n"),
    )
    .refine(isReadable, `must be a PEM key, from ${start} to the last dash. ${advice}`)
    .optional();
}

/** The secret key is sent there. */
const clerkUrl = z
  .url("must be a URL")
  .refine((url) => url.startsWith("https://") || isLoopback(url), "must start with https://")
  .optional();

const origins = z
  .string()
  .transform((list) => list.split(",").map((origin) => origin.trim()))
  .refine(
    (list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
    "must be origins with commas between them, each without a slash at the end: https://example.com",
  )
  .optional();

const server = {
  CLERK_SECRET_KEY: z
    .string(MISSING)
    .regex(/^sk_(test|live)_\w+$/, `must start with sk_test_ or sk_live_. ${FROM_CLERK}`),
  CLERK_JWT_KEY: pem("-----BEGIN PUBLIC KEY", createPublicKey, FROM_CLERK),
  CLERK_WEBHOOK_SIGNING_SECRET: z
    .string()
    .regex(
      /^whsec_[\w+/=-]+$/,
      "must start with whsec_. Copy it from the Clerk Dashboard, Webhooks.",
    )
    .optional(),
  CLERK_AUTHORIZED_PARTIES: origins,
  CLERK_API_URL: clerkUrl,
  CLERK_FAPI_URL: clerkUrl,
  FIREBASE_PROJECT_ID: text,
  FIREBASE_CLIENT_EMAIL: z.email(`must be an email address. ${FROM_GOOGLE}`).optional(),
  FIREBASE_PRIVATE_KEY: pem("-----BEGIN ", createPrivateKey, FROM_GOOGLE),
  FIRESTORE_EMULATOR_HOST: z
    .string()
    .regex(/^\S+:\d+$/, "must be host:port")
    .optional(),
  GOOGLE_APPLICATION_CREDENTIALS: text,
  GOOGLE_CLOUD_PROJECT: text,
  /** Set by Cloud Run and Cloud Functions. */
  K_SERVICE: text,
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).optional(),
  LOCAL_SERVICES: z.enum(["dev", "preview"], "must be dev or preview").optional(),
  LOCAL_PERSONAS: z
    .string()
    .transform((json): unknown => JSON.parse(json))
    .pipe(z.array(z.object({ email: z.string(), password: z.string() })))
    .optional(),
};

const client = {
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: z
    .string(MISSING)
    .regex(/^pk_(test|live)_/, `must start with pk_test_ or pk_live_. ${FROM_CLERK}`)
    .refine(clerkHostOf, `is not complete. ${FROM_CLERK}`),
  NEXT_PUBLIC_CLERK_PROXY_URL: text,
};

const shared = { NODE_ENV: text };

type Name = keyof typeof server | keyof typeof client | keyof typeof shared;

/**
 * Checks variables, and answers them typed. An empty one counts as not set.
 * @throws {Error} one line for each problem: which variable, and what to do, but never its value
 */
export function parseEnv(variables: Record<string, string | undefined>) {
  return createEnv({
    server,
    client,
    shared,
    // t3 wants every name to be present, but a variable that isn't set may be absent.
    runtimeEnv: { ...variables } as Record<Name, string | undefined>,
    emptyStringAsUndefined: true,
    createFinalSchema: (shape) =>
      z.object(shape).superRefine((env, context) => {
        const modeOf = (key: string | undefined) => key?.split("_")[1];
        const [secret, publishable] = [env.CLERK_SECRET_KEY, env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY];
        if (secret && modeOf(secret) !== modeOf(publishable)) {
          context.addIssue(
            "CLERK_SECRET_KEY and NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY are from different instances. Use two test keys or two live keys.",
          );
        }
        const local = localServicesProblem(variables);
        if (local) context.addIssue(local);
      }),
    onValidationError(issues) {
      throw new Error(
        issues.map(({ path, message }) => [...(path ?? []), message].join(" ")).join("\n"),
      );
    },
  });
}

export type Env = ReturnType<typeof parseEnv>;

let parsed: { from: string; env: Env } | undefined;

/**
 * The environment, parsed once. The written-out names are those that a production build replaces
 * with the values it was built with.
 * @throws {Error} see `parseEnv`; a server that has started has a valid environment
 */
export function env(): Env {
  // Tests change the environment as they go.
  const from = process.env.NODE_ENV === "test" ? JSON.stringify(process.env) : "";
  if (parsed?.from === from) return parsed.env;
  parsed = {
    from,
    env: parseEnv({
      ...process.env,
      NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: process.env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY,
      NEXT_PUBLIC_CLERK_PROXY_URL: process.env.NEXT_PUBLIC_CLERK_PROXY_URL,
      NODE_ENV: process.env.NODE_ENV,
    }),
  };
  return parsed.env;
}
