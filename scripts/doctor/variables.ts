import { parseEnv } from "../../lib/env.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";
import { credentialsSource } from "./google-credentials.ts";

type Variables = Record<string, string | undefined>;

/** Every variable, and what follows where an optional one that is worth having isn't set. */
export const VARIABLES: Record<string, string | null> = {
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: null,
  CLERK_SECRET_KEY: null,
  CLERK_JWT_KEY: null,
  CLERK_WEBHOOK_SIGNING_SECRET:
    "is not set, so deleted users keep their documents. Add the webhook in the Clerk Dashboard and copy its secret.",
  CLERK_AUTHORIZED_PARTIES: null,
  CLERK_API_URL: null,
  CLERK_FAPI_URL: null,
  NEXT_PUBLIC_CLERK_PROXY_URL: null,
  FIREBASE_PROJECT_ID: null,
  FIREBASE_CLIENT_EMAIL: null,
  FIREBASE_PRIVATE_KEY: null,
  FIRESTORE_EMULATOR_HOST: null,
  GOOGLE_APPLICATION_CREDENTIALS: null,
  GOOGLE_CLOUD_PROJECT: null,
  LOG_LEVEL: null,
  OTEL_EXPORTER_OTLP_ENDPOINT: null,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: null,
};

/** What a build and a start would refuse, a line each. */
function refusals(env: Variables, isLocal: boolean): string[] {
  try {
    parseEnv({ ...env, NODE_ENV: isLocal ? "development" : "production" });
    return [];
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split("\n");
  }
}

/** What may be meant, but rarely is. */
function others(env: Variables, isLocal: boolean): Finding[] {
  const { problem: wrongFile } = credentialsSource(env);
  const isForeign =
    env.FIREBASE_CLIENT_EMAIL && !env.FIREBASE_CLIENT_EMAIL.includes(env.FIREBASE_PROJECT_ID ?? "");
  const isTest = env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY?.startsWith("pk_test_");
  return [
    ...(isTest && !isLocal && env.NEXT_PUBLIC_CLERK_PROXY_URL
      ? [warning("NEXT_PUBLIC_CLERK_PROXY_URL", "doesn't work with test keys. Remove it.")]
      : []),
    ...(wrongFile ? [problem("GOOGLE_APPLICATION_CREDENTIALS", wrongFile)] : []),
    ...(isForeign
      ? [
          warning(
            "FIREBASE_CLIENT_EMAIL",
            "belongs to another project than FIREBASE_PROJECT_ID. Check that both are meant.",
          ),
        ]
      : []),
  ];
}

/** A line for each variable that is set, missing or wrong. */
export function checkVariables(env: Variables, isLocal: boolean): Finding[] {
  const refused = refusals(env, isLocal).map((line) => {
    const [name = "", ...words] = line.split(" ");
    return name in VARIABLES ? problem(name, words.join(" ")) : problem("Environment", line);
  });
  const meant = others(env, isLocal);
  const isRefused = new Set(
    [...refused, ...meant.filter(({ status }) => status === "problem")].map(
      ({ subject }) => subject,
    ),
  );
  const rest = Object.entries(VARIABLES).flatMap(([name, consequence]) => {
    if (isRefused.has(name)) return [];
    if (env[name]) return [ok(name, "is set and well-formed.")];
    return consequence && !isLocal ? [warning(name, consequence)] : [];
  });
  return [...rest, ...refused, ...meant];
}
