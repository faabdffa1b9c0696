import type { MetadataRoute } from "next";
import { POLICY, type Rule } from "~/lib/auth/policy";
import { siteOrigin } from "~/lib/request/site-origin";

/** The pages that anyone may open, and that have an address: not `/[locale]/about`. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const origin = await siteOrigin();
  return Object.entries<Rule>(POLICY)
    .filter(([path, { who }]) => who === "anyone" && !path.startsWith("/api/"))
    .filter(([path]) => path !== "/unauthorized" && !path.includes("["))
    .map(([path]) => ({ url: origin + path }));
}
