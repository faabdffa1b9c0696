import type { Env } from "~/lib/env";

/** Ends in a top-level domain that RFC 6761 reserves: no key for it can reach a real Clerk. */
const LOCAL_CLERK_HOST = /\.test$/;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;

/** The Frontend API host in a publishable key: `pk_test_` + base64 of `host$`. */
function clerkHostOf(publishableKey: string): string {
  const encoded = publishableKey.split("_").slice(2).join("_");
  return Buffer.from(encoded, "base64").toString("utf8").replace(/\$$/, "");
}

function isLoopbackUrl(url: string): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed !== undefined && LOOPBACK.test(parsed.hostname);
}

/** The variables that point at local services, by name. */
function localVariables(env: Env): string[] {
  const key = env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY;
  return [
    ...(key && LOCAL_CLERK_HOST.test(clerkHostOf(key))
      ? ["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"]
      : []),
    ...(env.CLERK_API_URL && isLoopbackUrl(env.CLERK_API_URL) ? ["CLERK_API_URL"] : []),
    ...(env.FIRESTORE_EMULATOR_HOST ? ["FIRESTORE_EMULATOR_HOST"] : []),
    ...(env.LOCAL_SERVICES ? ["LOCAL_SERVICES"] : []),
  ];
}

/** Whether this process runs on local services, with the local personas to sign in as. */
export function isLocal(env: Env): boolean {
  return startupProblem(env) === null && env.LOCAL_SERVICES !== undefined;
}

/**
 * Why the app must not start or be built with this environment, or null when it may. Keys have to
 * be there; local ones serve development and `npm run preview` alone, and never run on Vercel.
 */
export function startupProblem(env: Env): string | null {
  const missing = (["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "CLERK_SECRET_KEY"] as const).filter(
    (name) => !env[name],
  );
  if (missing.length > 0) {
    return `Missing ${missing.join(" and ")}. Copy them from the Clerk Dashboard under API keys into the environment (.env.local, or your host's settings). To run without an account use \`npm run dev\`, or \`npm run preview\` after \`npm run build\`: they start local services.`;
  }
  const local = localVariables(env);
  const localIsFine = env.NODE_ENV !== "production" || env.LOCAL_SERVICES === "preview";
  if (local.length > 0 && (env.VERCEL || !localIsFine)) {
    return `${local.join(", ")} ${local.length === 1 ? "points" : "point"} at local services, which must never serve production. Set real keys and remove what is local${local.includes("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY") ? ", then build again (NEXT_PUBLIC_ variables are fixed when the app is built)" : ""}. To look at a production build on local services use \`npm run preview\`.`;
  }
  return null;
}
