import type { NextConfig } from "next";

const nextConfig: NextConfig = {
  typedRoutes: true,
  reactCompiler: true,
  poweredByHeader: false,
  experimental: {
    // A form of this app is far smaller; whatever is larger is refused before an action sees it.
    serverActions: { bodySizeLimit: "100kb" },
  },
};

export default nextConfig;
