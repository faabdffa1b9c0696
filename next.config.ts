import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants.js";
import { checkNode } from "./lib/supported-node.ts";

/** No framing, no guessing of types, no paths in the referrer that other sites see. */
const SECURITY_HEADERS = [
  {
    key: "Content-Security-Policy",
    value: "frame-ancestors 'none'; base-uri 'self'; object-src 'none'",
  },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
];

const nextConfig: NextConfig = {
  typedRoutes: true,
  reactCompiler: true,
  poweredByHeader: false,
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
  experimental: {
    // The forms of this app are far smaller. Larger bodies are refused before an action runs.
    serverActions: { bodySizeLimit: "100kb" },
  },
};

/** @throws {Error} when a build would have missing, wrong or local keys, or this Node is too old */
export default async function config(phase: string): Promise<NextConfig> {
  // `next typegen` passes the build's phase too, and types need no keys.
  const isBuild = phase === PHASE_PRODUCTION_BUILD && !process.argv.includes("typegen");
  // Node loads it, so no `~` here. Loading it always would slow the start of `npm run dev`.
  const env = isBuild
    ? (await import("./lib/env.ts")).parseEnv({ ...process.env, NODE_ENV: "production" })
    : null;
  checkNode(env === null || env.LOCAL_SERVICES !== undefined);
  return nextConfig;
}
