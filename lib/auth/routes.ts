import { metadataFile } from "~/lib/auth/metadata-files";

/** The parameters of a route: `{ id: string }` for `/projects/[id]`. */
export type ParamsOf<Route> = Route extends `${infer Above}/[[...${infer Name}]]`
  ? ParamsOf<Above> & { [name in Name]?: string[] }
  : Route extends `${infer Above}/[...${infer Name}]`
    ? ParamsOf<Above> & { [name in Name]: string[] }
    : Route extends `${string}[${infer Name}]${infer Below}`
      ? { [name in Name]: string } & ParamsOf<Below>
      : object;

/** A place in the tree of routes: what ends here, what covers all below, and what goes on. */
interface Branch<Route> {
  static: Map<string, Branch<Route>>;
  dynamic?: Branch<Route>;
  route?: Route;
  catchAll?: Route;
  subpaths?: Route;
}

/**
 * A segment of a path as browsers write it. Other spellings of the same text, which another reader of
 * the path may take for a route's name or for two segments, lead nowhere: encoded letters, digits,
 * dots, slashes and brackets, and what is encoded twice. Plain brackets are Next's own: it sends an
 * action on to the page that has it, at an address such as `/projects/[id]`.
 */
const SEGMENT =
  /^(?!\.\.?$)(?:[^%\\]|%(?:2[0-46-9abc]|25(?![\da-f]{2})|3[a-f]|40|5e|60|7[bcd]|[89a-f][\da-f]))+$/i;

/**
 * Finds the route of a path as Next's router does: segment by segment, a static one before `[id]`
 * before `[...rest]`. How long that takes depends on the path, not on the number of routes.
 * @returns for a path, still encoded: its route, as it was given here, or undefined
 * @throws {Error} when two routes answer the same paths
 */
export function routeFinder<Route extends string>(
  routes: readonly (readonly [Route, { subpaths?: true }])[],
): (pathname: string) => Route | undefined {
  const root: Branch<Route> = { static: new Map() };
  const names = new Map(routes.map(([route]) => [route as string, route]));
  for (const [route, { subpaths }] of routes) insert(root, route, subpaths ?? false);
  return (pathname) => {
    const own = names.get(pathname);
    if (own) return own;
    const [before, ...segments] = pathname.split("/");
    const isPlain = before === "" && segments.every((segment) => SEGMENT.test(segment));
    return isPlain && segments.length > 0 && isUtf8(pathname)
      ? search(root, segments, 0)
      : undefined;
  };
}

/** Whether the escapes are valid UTF-8. Next answers 500 to other bytes in the place of `[id]`. */
function isUtf8(pathname: string): boolean {
  try {
    return Boolean(decodeURIComponent(pathname));
  } catch {
    return false;
  }
}

function insert<Route>(root: Branch<Route>, route: Route & string, hasSubpaths: boolean): void {
  const take = (place: "route" | "catchAll") => {
    if (branch[place]) {
      throw new Error(`POLICY: "${branch[place]}" and "${route}" match the same paths. Keep one.`);
    }
    branch[place] = route;
  };
  const segments = route.split("/").filter(Boolean);
  const rest = /^\[?\[\.\.\./.test(segments.at(-1) ?? "") ? segments.pop() : undefined;
  let branch = root;
  for (const segment of segments) {
    const isDynamic = segment.startsWith("[");
    const name = encodeURI(segment);
    const next = (isDynamic ? branch.dynamic : branch.static.get(name)) ?? { static: new Map() };
    if (isDynamic) branch.dynamic = next;
    else branch.static.set(name, next);
    branch = next;
  }
  if (rest) take("catchAll");
  if (!rest?.startsWith("[...")) take("route");
  if (hasSubpaths) branch.subpaths = route;
}

function search<Route>(
  branch: Branch<Route>,
  segments: string[],
  depth: number,
): Route | undefined {
  const segment = segments[depth];
  if (segment === undefined) return branch.route;
  const next = branch.static.get(segment);
  const file = metadataFile(segments.slice(depth, depth + 3));
  return (
    (next && search(next, segments, depth + 1)) ??
    // A metadata file has the rule of its page, unless it has one of its own.
    (file === undefined ? undefined : (branch.static.get(file)?.route ?? branch.route)) ??
    (branch.dynamic && search(branch.dynamic, segments, depth + 1)) ??
    branch.catchAll ??
    branch.subpaths
  );
}
