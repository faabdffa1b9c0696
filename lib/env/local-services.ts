const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Each is set by one hosting platform: K_SERVICE by Cloud Run, DYNO by Heroku, WEBSITE_… by Azure. */
const HOSTING_PLATFORMS = [
  ..."VERCEL NETLIFY RENDER DYNO FLY_APP_NAME RAILWAY_PROJECT_ID".split(" "),
  ..."K_SERVICE AWS_LAMBDA_FUNCTION_NAME WEBSITE_SITE_NAME".split(" "),
];

/** Whether a URL, or a `host:port`, leads to this machine. */
export function isLoopback(address: string): boolean {
  const url = address.includes("://") ? address : `http://${address}`;
  return URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);
}

/** The Frontend API's host in a publishable key: `pk_test_` and the base64 of `host$`. */
export function clerkHostOf(publishableKey: string): string | undefined {
  const [, , encoded = ""] = publishableKey.split("_");
  const [host, end] = Buffer.from(encoded, "base64").toString().split("$");
  return end === "" && host && URL.canParse(`https://${host}`) ? host : undefined;
}

/** No real Clerk has such a host: RFC 6761 reserves the top-level domain. */
function isLocalKey(publishableKey = ""): boolean {
  return clerkHostOf(publishableKey)?.endsWith(".test") ?? false;
}

/** The variables that point at local services, and which of their values do. */
const LOCAL = {
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: isLocalKey,
  CLERK_API_URL: isLoopback,
  CLERK_FAPI_URL: isLoopback,
  FIRESTORE_EMULATOR_HOST: () => true,
  LOCAL_SERVICES: () => true,
  LOCAL_PERSONAS: () => true,
};

/**
 * Why the local services in this environment must not be used, or null when there are none or they
 * may be. They serve development and, with the local Clerk's key, `npm run preview`. They never run
 * on a hosting platform, where strangers could sign in as their users.
 */
export function localServicesProblem(env: Record<string, string | undefined>): string | null {
  const local = Object.entries(LOCAL).flatMap(([name, isLocal]) => {
    const value = env[name];
    return value && isLocal(value) ? [name] : [];
  });
  if (local.length === 0) return null;
  const isHosted = HOSTING_PLATFORMS.some((name) => env[name]);
  const isPreview =
    env.LOCAL_SERVICES === "preview" &&
    isLocalKey(env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY) &&
    isLoopback(env.CLERK_API_URL || "localhost") &&
    isLoopback(env.FIRESTORE_EMULATOR_HOST || "localhost");
  if (!isHosted && (env.NODE_ENV !== "production" || isPreview)) return null;
  return `${local.join(", ")} ${local.length === 1 ? "points" : "point"} at local services, which must never serve production. Set real keys, remove what is local, and build again: the build keeps NEXT_PUBLIC_ variables. To see a production build on local services, use \`npm run preview\` on your own machine.`;
}
