import { metadataFile } from "../../lib/auth/metadata-files.ts";
import type { Rule } from "../../lib/auth/policy.ts";
import { routeFinder } from "../../lib/auth/routes.ts";

type Policy = Readonly<Record<string, Rule>>;

const CODE = /\.[jt]sx?$/;

/** The name in POLICY of the metadata file that a file of app/ makes, or undefined. */
function metadataNameOf(file: string): string | undefined {
  const name = file.split("/").at(-1)?.replace(CODE, "") ?? "";
  const served: Record<string, string> = {
    robots: "robots.txt",
    manifest: "manifest.webmanifest",
    sitemap: "sitemap.xml",
  };
  return metadataFile([served[name] ?? name]);
}

/** Whether code makes a metadata file: opengraph-image.tsx, sitemap.ts. */
export function isMetadataSource(file: string): boolean {
  return file.startsWith("app/") && CODE.test(file) && metadataNameOf(file) !== undefined;
}

export function isRouteFile(file: string): boolean {
  const isPage = /^app\/(.*\/)?(page|route)\.\w+$/.test(file);
  return isPage || (file.startsWith("app/") && metadataNameOf(file) !== undefined);
}

/** The route of a file below app/, as Next derives it, or undefined for one that has none. */
export function routeOf(file: string): string | undefined {
  const segments = file.split("/").slice(1, -1);
  if (segments.some((segment) => segment.startsWith("_"))) return undefined;
  const shown = segments.filter(
    (segment) => !/^\([^.)]+\)$/.test(segment) && !segment.startsWith("@"),
  );
  const name = metadataNameOf(file);
  return `/${[...shown, ...(name === undefined ? [] : [name])].join("/")}`;
}

/** A route without the names of its parameters: two routes of one shape answer the same paths. */
const shapeOf = (route: string) => route.replace(/\[(\[?(?:\.\.\.)?)\w+\]/g, "[$1]");

/** A path that only this route answers: it has no name that another route has. */
function pathOf(route: string): string {
  return route.replace(/\/\[\[\.\.\.\w+\]\]$/, "").replace(/\[(?:\.\.\.)?\w+\]/g, "~") || "/";
}

/**
 * The key of POLICY that stands for a route: its own, or that of a route above which covers what is
 * below, by `subpaths` or as a catch-all. For a metadata file, its page's.
 */
export function keyOf(route: string, policy: Policy): string | undefined {
  if (Object.hasOwn(policy, route)) return route;
  const find = routeFinder(Object.entries(policy));
  const key = find(pathOf(route));
  if (key === undefined) return undefined;
  const page = route.slice(0, route.lastIndexOf("/")) || "/";
  const isPages = key === page && metadataFile([route.slice(route.lastIndexOf("/") + 1)]);
  const isAbove = policy[key]?.subpaths && route.startsWith(`${key}/`);
  return isPages || isAbove || key.includes("[...") ? key : undefined;
}

/** What to do about a route that no key stands for. */
export function missingKey(route: string, policy: Policy): string {
  const twin = Object.keys(policy).find((key) => shapeOf(key) === shapeOf(route));
  return twin
    ? `no rule for ${route}: POLICY in lib/auth/policy.ts calls it "${twin}", write "${route}"`
    : `no rule for ${route}: add it to POLICY in lib/auth/policy.ts`;
}

/** How Next spells what a key says in another framework's way, or by mistake. */
function respelled(key: string): string {
  const segments = key.split("/").filter((segment) => segment && !/^\([^.)]+\)$/.test(segment));
  const next = segments.map((segment) => segment.replace(/^[:{](\w+)\}?$/, "[$1]"));
  return `/${next.join("/")}`;
}

/** What is wrong with a key of POLICY, with what to write instead, or undefined. */
export function wrongKey(key: string, routes: string[], policy: Policy): string | undefined {
  if (routes.includes(key)) return undefined;
  if (policy[key]?.subpaths && routes.some((route) => route.startsWith(`${key}/`)))
    return undefined;
  const says = (advice: string) => `"${key}": ${advice}`;
  if (/\*/.test(key)) {
    return says(
      `write "${key.replace(/\/\*.*$/, "") || "/"}" with \`subpaths: true\`, or a catch-all such as "/docs/[...slug]"`,
    );
  }
  const spelled = respelled(key);
  const meant = [spelled, shapeOf(spelled)].flatMap(
    (wanted) =>
      routes.find(
        (route) =>
          route === wanted ||
          shapeOf(route) === wanted ||
          route.toLowerCase() === wanted.toLowerCase(),
      ) ?? [],
  )[0];
  if (meant) return says(`write "${meant}", as the folders in app/ do`);
  return says(
    spelled === key
      ? "there is no such page or route handler in app/: correct it or delete its line"
      : `write "${spelled}", as a folder in app/ would`,
  );
}
