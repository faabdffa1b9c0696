import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants.js";
import { refuse } from "./lib/env/refuse.ts";
import { checkNode } from "./lib/env/supported-node.ts";
import { MOST_FORM_BYTES } from "./lib/input/too-large.ts";

/** Of every answer. The proxy puts a policy with a nonce in the place of this one for pages. */
const SECURITY_HEADERS = [
  {
    key: "Content-Security-Policy",
    value: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
];

/** Two years. Only over https: on plain http browsers ignore it, and RFC 6797 forbids it. */
const HTTPS_ONLY = [{ key: "Strict-Transport-Security", value: "max-age=63072000" }];

const nextConfig: NextConfig = {
  // For containers: docs/containers.md. `next start` doesn't serve such a build.
  ...(process.env.BUILD_STANDALONE && { output: "standalone" }),
  typedRoutes: true,
  reactCompiler: true,
  poweredByHeader: false,
  // Clerk reads them: its middleware, `auth()` in pages, and its components.
  env: {
    NEXT_PUBLIC_CLERK_SIGN_IN_URL: "/sign-in",
    NEXT_PUBLIC_CLERK_SIGN_UP_URL: "/sign-up",
  },
  headers: async () => [
    { source: "/:path*", headers: SECURITY_HEADERS },
    {
      source: "/:path*",
      has: [{ type: "header", key: "x-forwarded-proto", value: "https" }],
      headers: HTTPS_ONLY,
    },
  ],
  // Where Clerk's server helpers send a session with a task left. The sign-in page opens that task.
  redirects: async () => [{ source: "/sign-in/tasks", destination: "/sign-in", permanent: false }],
  turbopack: {
    // Clerk's provider brings the router of the pages folder along: 20 KB that no page here runs.
    resolveAlias: { "next/router": { browser: "next/compat/router" } },
  },
  experimental: {
    // For `forbidden()`: a page whose data the visitor may not see answers 403.
    authInterrupts: true,
    // A server that starts for a visitor answers before it has loaded every page.
    preloadEntriesOnStart: false,
    // The forms of this app are far smaller. Larger bodies are refused before an action runs.
    serverActions: { bodySizeLimit: MOST_FORM_BYTES },
  },
};

/**
 * Ends a build with exit code 1 when it would have missing, wrong or local keys, or this Node is too
 * old. It doesn't throw: Next would print a stack around the sentences.
 */
export default async function config(phase: string): Promise<NextConfig> {
  // `next typegen` passes the build's phase too, and types need no keys.
  const isBuild = phase === PHASE_PRODUCTION_BUILD && !process.argv.includes("typegen");
  try {
    // Node loads it, so no `~` here. Loading it always would slow the start of `npm run dev`.
    const env = isBuild
      ? (await import("./lib/env.ts")).parseEnv({ ...process.env, NODE_ENV: "production" })
      : null;
    checkNode(env === null || env.LOCAL_SERVICES !== undefined);
  } catch (error) {
    refuse(error);
  }
  return nextConfig;
}
