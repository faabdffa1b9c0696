import type { NextConfig } from "next";

const nextConfig: NextConfig = { output: "standalone", experimental: { authInterrupts: true } };

export default nextConfig;
