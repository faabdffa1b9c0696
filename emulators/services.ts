import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SESSION_TOKEN_TEMPLATE } from "../lib/auth/claims.ts";
import { loadKeys } from "./clerk/keys.ts";
import { type LocalClerk, startClerk } from "./clerk/server.ts";
import { Faults } from "./faults.ts";
import { PERSONAS } from "./personas.ts";
import { assertFree, readPort } from "./ports.ts";
import { RequestLog } from "./request-log.ts";

/** Where keys, users and documents are kept; git ignores it. */
function stateDir(): string {
  return process.env.LOCAL_STATE_DIR ?? ".local";
}

const TELEMETRY_OFF = { NEXT_TELEMETRY_DISABLED: "1", NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED: "1" };
/** Clerk's Frontend API is reached through the app's own origin, as with any Clerk proxy. */
const CLERK_PROXY = { NEXT_PUBLIC_CLERK_PROXY_URL: "/__clerk" };

/** What `next build` needs to make a build that `npm run preview` serves; starts nothing. */
export function buildEnvironment(): Record<string, string> {
  const { publishableKey, secretKey } = loadKeys(join(stateDir(), "clerk"));
  return {
    ...TELEMETRY_OFF,
    ...CLERK_PROXY,
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey,
    CLERK_SECRET_KEY: secretKey,
    LOCAL_SERVICES: "preview",
  };
}

function nextEnvironment(clerk: LocalClerk, mode: "dev" | "preview"): Record<string, string> {
  return {
    ...TELEMETRY_OFF,
    ...CLERK_PROXY,
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
    CLERK_SECRET_KEY: clerk.secretKey,
    CLERK_JWT_KEY: clerk.jwtKey,
    CLERK_API_URL: clerk.url,
    CLERK_FAPI_URL: clerk.url,
    LOCAL_SERVICES: mode,
    LOCAL_PERSONAS: JSON.stringify(PERSONAS.map(({ email, password }) => ({ email, password }))),
  };
}

function banner(appUrl: string, clerk: LocalClerk): string {
  const rows = PERSONAS.map(({ email, publicMetadata }) => {
    const { onboardingComplete, role = "user", plan = "free" } = publicMetadata;
    return `    ${email.padEnd(24)}${onboardingComplete ? `${role}, ${plan}` : "not onboarded"}`;
  });
  return [
    "",
    `  Claims Starter on local services: ${appUrl}`,
    `  Sign in as (password ${PERSONAS[0]?.password}):`,
    ...rows,
    "  Or sign up with any address; the email code is 424242.",
    `  Local Clerk: ${clerk.url}`,
    "",
  ].join("\n");
}

/**
 * Starts the local services and writes `services.json`, which tells other programs where they are.
 * @param appUrl where Next is going to listen
 */
export async function startLocalServices(options: { mode: "dev" | "preview"; appUrl: string }) {
  const port = readPort("CLERK_EMULATOR_PORT", 4_711);
  await assertFree(port, "CLERK_EMULATOR_PORT", "the local Clerk");
  const dir = stateDir();
  mkdirSync(dir, { recursive: true });

  const clerk = await startClerk({
    port,
    dataDir: join(dir, "clerk"),
    users: PERSONAS.map((persona) => ({ ...persona })),
    sessionClaims: SESSION_TOKEN_TEMPLATE,
    faults: new Faults(),
    requests: new RequestLog(),
    log: (line) => console.warn(line),
  });

  const file = join(dir, "services.json");
  const description = {
    app: { url: options.appUrl },
    clerk: { apiUrl: clerk.url, secretKey: clerk.secretKey, publishableKey: clerk.publishableKey },
    personas: PERSONAS.map(({ id, email, password, publicMetadata }) => ({
      email,
      password,
      userId: id,
      metadata: publicMetadata,
    })),
  };
  writeFileSync(file, `${JSON.stringify(description, null, 2)}\n`, { mode: 0o600 });
  console.log(banner(options.appUrl, clerk));

  return {
    environment: nextEnvironment(clerk, options.mode),
    async close() {
      rmSync(file, { force: true });
      await clerk.close();
    },
  };
}
