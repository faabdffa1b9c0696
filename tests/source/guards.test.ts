import { describe, expect, test } from "vitest";
import { findUnguarded, findWrongKeys, type Policy } from "./guards.ts";
import { filesBelow, parseSource, readShippedSource } from "./source-file.ts";

describe("this app", () => {
  const files = readShippedSource();

  test("guards every page, action and route handler first", () => {
    expect(files.filter(({ path }) => path.endsWith("/page.tsx")).length).toBeGreaterThan(5);
    expect(findUnguarded(files)).toEqual([]);
  });

  test("has a page, a route handler or a metadata file for every key of POLICY", () => {
    expect(findWrongKeys(filesBelow("app"))).toEqual([]);
  });
});

const onboarded = { who: "onboarded" } as const;
const TABLE: Policy = {
  "/": { who: "anyone" },
  "/onboarding": { who: "signed-in", subpaths: true },
  "/dashboard": onboarded,
  "/settings": onboarded,
  "/projects/[id]": onboarded,
  "/projects/[id]/opengraph-image": { who: "anyone" },
  "/docs/[...slug]": onboarded,
  "/teams": { who: "onboarded", subpaths: true },
  "/api/me": onboarded,
  "/api/files/[name]": onboarded,
  "/api/health": { who: "anyone" },
  "/api/webhooks/clerk": { who: "signed-request" },
};

/** What the check says about one file with this text. */
function findings(path: string, text: string): string[] {
  return findUnguarded([parseSource(path, text)], TABLE);
}

const GUARD = 'import { requireAccess } from "~/lib/access/require-access";';
const PAGE = "app/(app)/settings/page.tsx";
const BODY = "return null;";

describe("accepts", () => {
  test.each([
    [
      "a page that starts with its guard",
      PAGE,
      `${GUARD} export default async function P() { const { userId } = await requireAccess("/settings"); return userId; }`,
    ],
    [
      "a guard whose session is not used, under another name",
      PAGE,
      `import { requireAccess as only } from "~/lib/access/require-access"; export default async function P() { await only("/settings"); ${BODY} }`,
    ],
    [
      "a guard that knows the way back",
      PAGE,
      `${GUARD} export default async function P({ searchParams }) { await requireAccess("/settings", back(await searchParams)); ${BODY} }`,
    ],
    [
      "a page below a rule with subpaths, guarded by that rule's path",
      "app/onboarding/[step]/page.tsx",
      `${GUARD} export default async function P() { await requireAccess("/onboarding"); ${BODY} }`,
    ],
    ...[
      ["app/(app)/projects/[id]/page.tsx", "/projects/[id]"],
      ["app/docs/[...slug]/page.tsx", "/docs/[...slug]"],
      ["app/docs/intro/page.tsx", "/docs/[...slug]"],
      ["app/teams/[id]/members/page.tsx", "/teams"],
      ["app/(app)/projects/[id]/icon.tsx", "/projects/[id]"],
      ["app/settings/sitemap.ts", "/settings"],
    ].map(([path = "", key = ""]) => [
      `${path}, guarded by ${key}`,
      path,
      `${GUARD} export default async function P() { await requireAccess("${key}"); ${BODY} }`,
    ]),
    [
      "an image with a key of its own that is for anyone",
      "app/projects/[id]/opengraph-image.tsx",
      `export const alt = "x"; export default function I() { ${BODY} }`,
    ],
    ["an icon of a page for anyone", "app/icon.tsx", `export default function I() { ${BODY} }`],
    [
      "a route handler with a parameter",
      "app/api/files/[name]/route.ts",
      'import { apiRoute } from "~/lib/access/api-route"; export const GET = apiRoute({ access: "/api/files/[name]", run });',
    ],
    [
      "a page for anyone without a guard",
      "app/page.tsx",
      `export default function P() { ${BODY} }`,
    ],
    [
      "a page in a folder that is not routed",
      "app/_drafts/page.tsx",
      `export default function P() { ${BODY} }`,
    ],
    [
      "a route handler made by apiRoute",
      "app/api/me/route.ts",
      'import { apiRoute } from "~/lib/access/api-route"; export const runtime = "nodejs"; export const GET = apiRoute({ access: "/api/me", run });',
    ],
    [
      "a handler of signed requests made by webhookRoute",
      "app/api/webhooks/clerk/route.ts",
      'import { webhookRoute } from "~/lib/webhooks/webhook-route"; export const POST = webhookRoute("/api/webhooks/clerk", handle);',
    ],
    [
      "a route handler for anyone",
      "app/api/health/route.ts",
      "export function GET() { return Response.json({}); }",
    ],
    [
      "a file of actions with types",
      "app/x/actions.ts",
      '"use server"; import { action } from "~/lib/access/action"; export type A = string; export interface B { b: 1 } export const a = action({});',
    ],
  ])("%s", (_, path, text) => {
    expect(findings(path, text)).toEqual([]);
  });
});

describe("refuses", () => {
  test.each([
    [
      "a page without a rule",
      "app/secret/page.tsx",
      `export default function P() { ${BODY} }`,
      "no rule for /secret",
    ],
    [
      "a page that only looks like another one's parameter",
      "app/projects/new/page.tsx",
      `${GUARD} export default async function P() { await requireAccess("/projects/[id]"); ${BODY} }`,
      "no rule for /projects/new: add it",
    ],
    [
      "a page whose parameter has another name",
      "app/projects/[projectId]/page.tsx",
      `${GUARD} export default async function P() { await requireAccess("/projects/[id]"); ${BODY} }`,
      'no rule for /projects/[projectId]: POLICY in lib/auth/policy.ts calls it "/projects/[id]", write "/projects/[projectId]"',
    ],
    [
      "an image of a gated page without a guard",
      "app/settings/opengraph-image.tsx",
      `export default function I() { ${BODY} }`,
      'requireAccess("/settings")',
    ],
    [
      "a list of images of a gated page without a guard",
      "app/settings/icon.tsx",
      `${GUARD} export async function generateImageMetadata() { return read(); } export default async function I() { await requireAccess("/settings"); ${BODY} }`,
      "generateImageMetadata must",
    ],
    [
      "an image of a folder without a page",
      "app/projects/opengraph-image.tsx",
      `export default function I() { ${BODY} }`,
      "no rule for /projects/opengraph-image: add it",
    ],
    [
      "a page without a guard",
      PAGE,
      `export default async function P() { ${BODY} }`,
      "default must",
    ],
    [
      "a guard that is not awaited",
      PAGE,
      `${GUARD} export default async function P() { requireAccess("/settings"); ${BODY} }`,
      "default must",
    ],
    [
      "a guard that comes second",
      PAGE,
      `${GUARD} export default async function P() { const users = await read(); await requireAccess("/settings"); return users; }`,
      "default must",
    ],
    [
      "a guard beside a call that comes first",
      PAGE,
      `${GUARD} export default async function P() { const users = await read(), session = await requireAccess("/settings"); return users; }`,
      "default must",
    ],
    [
      "a guard that may not run",
      PAGE,
      `${GUARD} export default async function P() { if (x) await requireAccess("/settings"); ${BODY} }`,
      "default must",
    ],
    [
      "the guard of another page",
      PAGE,
      `${GUARD} export default async function P() { await requireAccess("/dashboard"); ${BODY} }`,
      'await requireAccess("/settings")',
    ],
    [
      "a path that is not a literal",
      PAGE,
      `${GUARD} export default async function P() { await requireAccess(path); ${BODY} }`,
      "default must",
    ],
    [
      "a guard of the same name from elsewhere",
      PAGE,
      `import { requireAccess } from "./mine"; export default async function P() { await requireAccess("/settings"); ${BODY} }`,
      "default must",
    ],
    [
      "a page that is exported by name",
      PAGE,
      `${GUARD} async function P() { await requireAccess("/settings"); ${BODY} } export { P as default };`,
      "default must",
    ],
    ["a page that is somebody else's", PAGE, 'export { default } from "../page";', "default must"],
    ["a page that is all of another's", PAGE, 'export * from "../page";', "* must"],
    [
      "a wrapped page",
      PAGE,
      `${GUARD} export default wrap(async function P() { await requireAccess("/settings"); ${BODY} });`,
      "default must",
    ],
    [
      "a gated page that runs in the browser",
      PAGE,
      `"use client"; ${GUARD} export default async function P() { await requireAccess("/settings"); ${BODY} }`,
      "server component",
    ],
    [
      "a title that is read without a guard",
      PAGE,
      `${GUARD} export async function generateMetadata() { return read(); } export default async function P() { await requireAccess("/settings"); ${BODY} }`,
      "generateMetadata must",
    ],
    [
      "a viewport that is read without a guard",
      PAGE,
      `${GUARD} export const generateViewport = async () => read(); export default async function P() { await requireAccess("/settings"); ${BODY} }`,
      "generateViewport must",
    ],
    [
      "a page of a parallel route without a guard",
      "app/(app)/settings/@side/page.tsx",
      `export default async function P() { ${BODY} }`,
      'requireAccess("/settings")',
    ],
    [
      "the default of a parallel route without a guard",
      "app/(app)/settings/@side/default.tsx",
      `export default async function P() { ${BODY} }`,
      'requireAccess("/settings")',
    ],
    [
      "a route that intercepts another and has no rule of its own",
      "app/(app)/(.)admin/page.tsx",
      `export default async function P() { ${BODY} }`,
      "no rule for /(.)admin",
    ],
    [
      "a route handler without a rule",
      "app/api/secret/route.ts",
      "export function GET() {}",
      "no rule for /api/secret",
    ],
    [
      "a route handler that is a bare function",
      "app/api/me/route.ts",
      "export async function GET() {}",
      "GET must",
    ],
    [
      "a handler of signed requests that verifies nothing",
      "app/api/webhooks/clerk/route.ts",
      "export async function POST() {}",
      "POST must be made by `webhookRoute",
    ],
    [
      "one of two methods without a guard",
      "app/api/me/route.ts",
      'import { apiRoute } from "~/lib/access/api-route"; export const GET = apiRoute({ access: "/api/me", run }); export const POST = handle;',
      "POST must",
    ],
    [
      "the guard of another route handler",
      "app/api/me/route.ts",
      'import { apiRoute } from "~/lib/access/api-route"; export const GET = apiRoute({ access: "/api/other", run });',
      "GET must",
    ],
    [
      "a route handler that is exported by name",
      "app/api/me/route.ts",
      'import { apiRoute } from "~/lib/access/api-route"; const GET = apiRoute({ access: "/api/me", run }); export { GET };',
      "GET must",
    ],
    [
      "a guard in a layout",
      "app/(app)/layout.tsx",
      `${GUARD} export default async function L({ children }) { await requireAccess("/settings"); return children; }`,
      "belongs into the page",
    ],
    [
      "a guard in a template",
      "app/(app)/template.tsx",
      `${GUARD} export default async function T({ children }) { await requireAccess("/settings"); return children; }`,
      "belongs into the page",
    ],
    [
      "an action that is a bare function",
      "app/x/actions.ts",
      '"use server"; export async function remove(id) {}',
      "remove must be made by",
    ],
    [
      "an action made by something else, wherever the file stands",
      "lib/x.ts",
      '"use server"; import { action } from "./mine"; export const remove = action({});',
      "remove must be made by",
    ],
    [
      "an action that is exported as default",
      "components/x.ts",
      '"use server"; export default async function () {}',
      "default must be made by",
    ],
    [
      "actions of another file",
      "app/x/actions.ts",
      '"use server"; export * from "./more";',
      "* must be made by",
    ],
    [
      "an action inside a component",
      "components/x.tsx",
      'export function F() { async function save() { "use server"; await write(); } return <form action={save} />; }',
      "inside a function",
    ],
  ])("%s", (_, path, text, finding) => {
    expect(findings(path, text)).toEqual([expect.stringContaining(finding)]);
  });
});

describe("a key of POLICY", () => {
  const APP = [
    ...["app/page.tsx", "app/layout.tsx", "app/icon.svg", "app/(app)/about/page.tsx"],
    ...["app/projects/[id]/page.tsx", "app/projects/[id]/opengraph-image.png"],
    ...["app/teams/[id]/page.tsx", "app/docs/[...slug]/page.tsx", "app/_drafts/x/page.tsx"],
    ...["app/robots.ts", "app/sitemap.ts", "app/api/files/[name]/route.ts"],
  ];
  const wrong = (key: string, rule: Policy[string] = onboarded) =>
    findWrongKeys(APP, { [key]: rule });

  test.each([
    ...["/", "/about", "/projects/[id]", "/docs/[...slug]", "/api/files/[name]"],
    ...["/icon", "/robots.txt", "/sitemap.xml", "/projects/[id]/opengraph-image"],
  ])("%s is right", (key) => {
    expect(wrong(key)).toEqual([]);
  });

  test("with subpaths needs a page below it, not at it", () => {
    expect(wrong("/teams")).toEqual([expect.stringContaining("there is no such page")]);
    expect(wrong("/teams", { who: "onboarded", subpaths: true })).toEqual([]);
    expect(wrong("/tea", { who: "onboarded", subpaths: true })).toHaveLength(1);
  });

  test.each([
    ["/projects/:id", 'write "/projects/[id]"'],
    ["/projects/{id}", 'write "/projects/[id]"'],
    ["/projects/[projectId]", 'write "/projects/[id]"'],
    ["/projects/[id]/", 'write "/projects/[id]"'],
    ["/About", 'write "/about"'],
    ["//about", 'write "/about"'],
    ["/(app)/about", 'write "/about"'],
    ["/nowhere/", 'write "/nowhere"'],
    ["/users/:id", 'write "/users/[id]"'],
    ["/docs/*", 'write "/docs" with `subpaths: true`, or a catch-all such as "/docs/[...slug]"'],
    ["/projcets/[id]", "there is no such page or route handler in app/"],
    ["/drafts/x", "there is no such page or route handler in app/"],
  ])("%s is refused: %s", (key, advice) => {
    expect(wrong(key)).toEqual([expect.stringContaining(advice)]);
  });
});
