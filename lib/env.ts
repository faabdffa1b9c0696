import { createPrivateKey, createPublicKey } from "node:crypto";
import { createEnv } from "@t3-oss/env-nextjs";
import { z } from "zod";
// Relative, because next.config.ts and scripts have Node load this file.
import { clerkUrl, origins, pem } from "./env/fields.ts";
import { clerkHostOf } from "./env/local-services.ts";
import { problemsBetween, spellingProblem } from "./env/problems.ts";

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const FROM_CLERK = "Copy it from the Clerk Dashboard, API keys, without quotes or spaces.";
const MISSING = `is missing. ${FROM_CLERK} To run without an account, remove every Clerk key and use \`npm run dev\`, or \`npm run preview\` after \`npm run build\`.`;
const FROM_WEBHOOKS = "Copy it from the Clerk Dashboard, Webhooks.";
const FROM_GOOGLE = "Copy it from the service account's JSON file.";

const text = z.string().optional();
const httpUrl = z.url({
  protocol: /^https?$/,
  error: "must start with http:// or https://",
  abort: true,
});

/** A local user, and what they may do in a few words. */
const persona = z.object({
  id: z.string(),
  email: z.string(),
  password: z.string(),
  access: z.string(),
});

const server = {
  CLERK_SECRET_KEY: z
    .string(MISSING)
    .refine((key) => !key.startsWith("pk_"), {
      error: "holds a publishable key. Swap it with NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY.",
      abort: true,
    })
    .regex(/^sk_(test|live)_/, {
      error: `must start with sk_test_ or sk_live_. ${FROM_CLERK}`,
      abort: true,
    })
    .regex(/^sk_[a-z]+_\w{20,}$/, `is not complete. ${FROM_CLERK}`),
  CLERK_JWT_KEY: pem("-----BEGIN PUBLIC KEY", createPublicKey, FROM_CLERK),
  CLERK_WEBHOOK_SIGNING_SECRET: z
    .string()
    .startsWith("whsec_", { error: `must start with whsec_. ${FROM_WEBHOOKS}`, abort: true })
    .regex(/^whsec_[\w+/-]{32,}=*$/, `is not complete. ${FROM_WEBHOOKS}`)
    .optional(),
  CLERK_AUTHORIZED_PARTIES: origins,
  CLERK_API_URL: clerkUrl,
  CLERK_FAPI_URL: clerkUrl,
  FIREBASE_PROJECT_ID: z
    .string()
    .regex(/^[a-z][a-z0-9.:-]+$/, `must be a project id, like my-app-1a2b3. ${FROM_GOOGLE}`)
    .optional(),
  FIREBASE_CLIENT_EMAIL: z
    .string()
    .regex(
      /^[^\s@]+@[\w.-]+\.gserviceaccount\.com$/,
      `must be a service account's email address. ${FROM_GOOGLE}`,
    )
    .optional(),
  FIREBASE_PRIVATE_KEY: pem("-----BEGIN ", createPrivateKey, FROM_GOOGLE),
  FIRESTORE_EMULATOR_HOST: z
    .string()
    .regex(/^\S+:\d+$/, "must be host:port")
    .optional(),
  GOOGLE_APPLICATION_CREDENTIALS: text,
  GOOGLE_CLOUD_PROJECT: text,
  /** Set by Cloud Run and Cloud Functions. */
  K_SERVICE: text,
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl
    .refine((url) => !url.endsWith("/"), "must have no slash at the end: /v1/traces is added to it")
    .optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: httpUrl.optional(),
  /** Set by Vercel where tracing is on. */
  VERCEL_OTEL_ENDPOINTS: text,
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).optional(),
  LOCAL_SERVICES: z.enum(["dev", "preview"], "must be dev or preview").optional(),
  LOCAL_PERSONAS: z
    .string()
    .transform((json, context): unknown => {
      try {
        return JSON.parse(json);
      } catch {
        context.addIssue("must be JSON"); // JSON.parse's own message repeats the passwords.
        return z.NEVER;
      }
    })
    .pipe(z.array(persona, "must be a list"))
    .optional(),
};

const client = {
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: z
    .string(MISSING)
    .refine((key) => !key.startsWith("sk_"), {
      error:
        "holds a secret key, which every browser would get. Swap it with CLERK_SECRET_KEY, and make a new secret key in the Clerk Dashboard.",
      abort: true,
    })
    .regex(/^pk_(test|live)_/, {
      error: `must start with pk_test_ or pk_live_. ${FROM_CLERK}`,
      abort: true,
    })
    .refine(clerkHostOf, `is not complete. ${FROM_CLERK}`),
  NEXT_PUBLIC_CLERK_PROXY_URL: z
    .string()
    .regex(
      /^(\/__clerk|https:\/\/[^\s/]+(?!\/__clerk)(\/\S*)?)$/,
      "must be /__clerk, which this app serves, or the https:// URL of another proxy",
    )
    .optional(),
};

const shared = { NODE_ENV: text };

type Name = keyof typeof server | keyof typeof client | keyof typeof shared;

/**
 * Checks variables, and answers them typed. An empty one counts as not set.
 * @throws {Error} one line for each problem: which variable, and what to do, but never its value
 */
export function parseEnv(variables: Record<string, string | undefined>) {
  const misspelt = Object.entries({ ...server, ...client }).flatMap(([name]) => {
    const problem = spellingProblem(name, variables[name] ?? "");
    return problem ? [[name, problem] as const] : [];
  });
  const skipped = new Set(misspelt.map(([name]) => name));
  const problems = [...misspelt.map((both) => both.join(" ")), ...problemsBetween(variables)];
  const env = createEnv({
    server,
    client,
    shared,
    // t3 wants every name to be present, but a variable that isn't set may be absent.
    runtimeEnv: { ...variables } as Record<Name, string | undefined>,
    emptyStringAsUndefined: true,
    onValidationError(issues) {
      const own = issues.filter(({ path }) => !skipped.has(String(path?.[0])));
      throw new Error(
        [...problems, ...own.map(({ path, message }) => [...(path ?? []), message].join(" "))].join(
          "\n",
        ),
      );
    },
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return env;
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
