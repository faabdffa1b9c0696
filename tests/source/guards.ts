import { POLICY, type Rule } from "../../lib/auth/policy.ts";
import { isMetadataSource, isRouteFile, keyOf, missingKey, routeOf, wrongKey } from "./routes.ts";
import {
  child,
  children,
  descendants,
  type Node,
  nameOf,
  type SourceFile,
  textOf,
} from "./source-file.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const REQUIRE_ACCESS = "~/lib/access/require-access";
const ACTIONS = "~/lib/access/action";
const API_ROUTE = "~/lib/access/api-route";
const WEBHOOK_ROUTE = "~/lib/webhooks/webhook-route";

export type Policy = Readonly<Record<string, Rule>>;

/** Local names by what they were imported as: `requireAccess` of its module. */
function importedAs({ body }: SourceFile, imported: string, from: string): string[] {
  return body
    .filter((node) => node.type === "ImportDeclaration" && textOf(child(node, "source")) === from)
    .flatMap((node) => children(node, "specifiers"))
    .filter((specifier) => nameOf(child(specifier, "imported")) === imported)
    .flatMap((specifier) => nameOf(child(specifier, "local")) ?? []);
}

function isCallOf(node: Node | undefined, names: string[]): node is Node {
  const callee = node?.type === "CallExpression" ? nameOf(child(node, "callee")) : undefined;
  return callee !== undefined && names.includes(callee);
}

/** The path in `await requireAccess("/path", …)` when a function starts with it. */
function guardedPath(fn: Node, file: SourceFile): string | undefined {
  const block = child(fn, "body");
  const [first] = block?.type === "BlockStatement" ? children(block, "body") : [];
  const value =
    first?.type === "ExpressionStatement"
      ? child(first, "expression")
      : first?.type === "VariableDeclaration"
        ? children(first, "declarations").map((one) => child(one, "init"))[0]
        : undefined;
  const call = value?.type === "AwaitExpression" ? child(value, "argument") : undefined;
  if (!isCallOf(call, importedAs(file, "requireAccess", REQUIRE_ACCESS))) return undefined;
  return textOf(children(call, "arguments")[0]);
}

const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];

interface Export {
  name: string;
  /** What is exported, where it stands in the export itself; undefined for `export { x }`. */
  value: Node | undefined;
}

/** What a file exports at run time. */
function exportsOf({ body }: SourceFile): Export[] {
  return body
    .filter((node) => node.exportKind !== "type")
    .flatMap((node): Export[] => {
      if (node.type === "ExportAllDeclaration") return [{ name: "*", value: undefined }];
      if (node.type === "ExportDefaultDeclaration") {
        return [{ name: "default", value: child(node, "declaration") }];
      }
      if (node.type !== "ExportNamedDeclaration") return [];
      const declaration = child(node, "declaration");
      if (declaration?.type === "VariableDeclaration") {
        return children(declaration, "declarations").map((one) => ({
          name: nameOf(child(one, "id")) ?? "?",
          value: child(one, "init"),
        }));
      }
      if (declaration?.type.startsWith("TS")) return [];
      if (declaration)
        return [{ name: nameOf(child(declaration, "id")) ?? "?", value: declaration }];
      return children(node, "specifiers").map((specifier) => ({
        name: nameOf(child(specifier, "exported")) ?? "?",
        value: undefined,
      }));
    });
}

function hasDirective(nodes: Node[], directive: string): boolean {
  return nodes.some((node) => node.directive === directive);
}

/** A page, or a metadata file that is made by code: a request for it runs no page and no guard. */
function checkPage(file: SourceFile, policy: Policy): string[] {
  const route = routeOf(file.path);
  if (route === undefined) return [];
  const key = keyOf(route, policy);
  if (!key) return [missingKey(route, policy)];
  if (policy[key]?.who === "anyone") return [];
  if (hasDirective(file.body, "use client")) {
    return ["a gated page must be a server component: in the browser no guard holds"];
  }
  const served = exportsOf(file).filter(({ name }) =>
    ["default", "generateMetadata", "generateViewport", "generateImageMetadata", "*"].includes(
      name,
    ),
  );
  return served
    .filter(({ value }) => {
      const fn = value && FUNCTIONS.includes(value.type) ? value : undefined;
      return !fn || guardedPath(fn, file) !== key;
    })
    .map(({ name }) => `${name} must start with \`await requireAccess("${key}")\``);
}

/** The path that a guard was given: `"/path"`, or `{ access: "/path" }`. */
function accessOf(argument: Node | undefined): string | undefined {
  if (argument?.type !== "ObjectExpression") return textOf(argument);
  const property = children(argument, "properties").find(
    (one) => nameOf(child(one, "key")) === "access",
  );
  return textOf(property && child(property, "value"));
}

function checkRoute(file: SourceFile, policy: Policy): string[] {
  const route = routeOf(file.path);
  if (route === undefined) return [];
  const key = keyOf(route, policy);
  if (!key) return [missingKey(route, policy)];
  const who = policy[key]?.who;
  if (who === "anyone") return [];
  const [maker, from] =
    who === "signed-request" ? ["webhookRoute", WEBHOOK_ROUTE] : ["apiRoute", API_ROUTE];
  return exportsOf(file)
    .filter(({ name }) => METHODS.includes(name) || name === "*")
    .filter(
      ({ value }) =>
        !isCallOf(value, importedAs(file, maker, from)) ||
        accessOf(children(value, "arguments")[0]) !== key,
    )
    .map(({ name }) => `${name} must be made by \`${maker}\` for "${key}"`);
}

/** Layouts and templates are skipped on client navigation: a guard there guards nothing. */
function checkFrame(file: SourceFile): string[] {
  const names = importedAs(file, "requireAccess", REQUIRE_ACCESS);
  const calls = file.body
    .flatMap((node) => [...descendants(node)])
    .some((node) => isCallOf(node, names));
  return calls ? ["must not call requireAccess: the guard belongs into the page"] : [];
}

function checkActions(file: SourceFile): string[] {
  const makers = importedAs(file, "action", ACTIONS);
  return exportsOf(file)
    .filter(({ value }) => !isCallOf(value, makers))
    .map(({ name }) => `${name} must be made by action()`);
}

/** An action inside a component would be one that `action()` does not guard. */
function checkInlineActions(file: SourceFile): string[] {
  return file.body
    .flatMap((node) => [...descendants(node)])
    .filter((node) => node.type === "BlockStatement" || node.type === "FunctionBody")
    .filter((block) => hasDirective(children(block, "body"), "use server"))
    .map(() => 'has "use server" inside a function: move the action into a file of actions');
}

function check(file: SourceFile, policy: Policy): string[] {
  const inApp = file.path.startsWith("app/");
  const kind = file.path
    .split("/")
    .at(-1)
    ?.replace(/\.\w+$/, "");
  const isActions = hasDirective(file.body, "use server");
  return [
    ...(inApp && (kind === "page" || kind === "default" || isMetadataSource(file.path))
      ? checkPage(file, policy)
      : []),
    ...(inApp && kind === "route" ? checkRoute(file, policy) : []),
    ...(inApp && (kind === "layout" || kind === "template") ? checkFrame(file) : []),
    ...(isActions ? checkActions(file) : []),
    ...checkInlineActions(file),
  ];
}

/** What is not guarded as it must be, one line each: `app/x/page.tsx: …`. */
export function findUnguarded(files: SourceFile[], policy: Policy = POLICY): string[] {
  return files.flatMap((file) => check(file, policy).map((finding) => `${file.path}: ${finding}`));
}

/**
 * Keys of POLICY at which nothing stands, one line each, with what to write instead.
 * @param paths the files of app/
 */
export function findWrongKeys(paths: string[], policy: Policy = POLICY): string[] {
  const routes = paths.filter(isRouteFile).flatMap((path) => routeOf(path) ?? []);
  return Object.keys(policy).flatMap((key) => wrongKey(key, routes, policy) ?? []);
}
