import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants";
<<<<<<< HEAD
import { parseEnv } from "~/lib/env";
import { checkNode } from "~/lib/supported-node";
=======
>>>>>>> 8141e4cbde56cbd32dc5b728519171bba58a7ea6

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

<<<<<<< HEAD
/** @throws {Error} when a build would have missing, wrong or local keys, or this Node is too old */
export default function config(phase: string): NextConfig {
  // `next typegen` passes the build's phase too, and types need no keys.
  const isBuild = phase === PHASE_PRODUCTION_BUILD && !process.argv.includes("typegen");
  checkNode(!isBuild || Boolean(parseEnv(process.env).LOCAL_SERVICES));
=======
/** @throws {Error} naming the variables, when a build would have missing, wrong or local keys */
export default async function config(phase: string): Promise<NextConfig> {
  // `next typegen` passes the build's phase too, and types need no keys.
  if (phase === PHASE_PRODUCTION_BUILD && !process.argv.includes("typegen")) {
    // Node loads it, so no `~` here. Loading it always would slow the start of `npm run dev`.
    (await import("./lib/env.ts")).parseEnv(process.env);
  }
>>>>>>> 8141e4cbde56cbd32dc5b728519171bba58a7ea6
  return nextConfig;
}
