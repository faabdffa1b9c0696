import type { MetadataRoute } from "next";
import { SITE } from "~/lib/site";

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: SITE.name,
    description: SITE.description,
    start_url: "/",
    display: "standalone",
    background_color: "#fafaf7",
    theme_color: "#0b6b52",
    icons: [
      { src: "/icon.svg", type: "image/svg+xml", sizes: "any" },
      { src: "/apple-icon", type: "image/png", sizes: "180x180" },
    ],
  };
}
