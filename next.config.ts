import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants";
import { startupProblem } from "~/lib/startup";

/** For every answer: no framing, no guessing of types, no paths in the referrer of other sites. */
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
    // A form of this app is far smaller; whatever is larger is refused before an action sees it.
    serverActions: { bodySizeLimit: "100kb" },
  },
};

/** @throws {Error} naming the variables, when a build would have missing or local keys */
export default function config(phase: string): NextConfig {
  // `next typegen` passes the build's phase as well, and types need no keys.
  const isBuild = phase === PHASE_PRODUCTION_BUILD && !process.argv.includes("typegen");
  const problem = isBuild ? startupProblem(process.env) : null;
  if (problem) throw new Error(problem);
  return nextConfig;
}
