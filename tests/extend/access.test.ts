import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Firestore } from "@google-cloud/firestore";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { SITE } from "../../lib/site.ts";
import { LocalServices } from "../e2e/support/local.ts";
import { type Answer, ask, form } from "../security/request.ts";
import { freePort } from "../tools/free-port.ts";
import { Program } from "../tools/program.ts";
import { copyProject, type ProjectCopy } from "../tools/project-copy.ts";
import { blocksOf, follow } from "./guide.ts";

/*
 * The code blocks of docs/routes.md, permissions.md, permission-forms.md and public-pages.md, and pages
 * of every other shape, in a copy of the project: one build, asked over plain HTTP.
 */
const POLICY = "lib/auth/policy.ts";
const PAGE = "export default function Page() { return <main>it is here</main>; }";
const IMAGE = 'export default () => new Response("an image");';
const guarded = (path: string) =>
  `import { requireAccess } from "~/lib/access/require-access";
   export default async function Page() { await requireAccess("${path}"); return <main>it is here</main>; }`;

/** A route for each shape that the docs don't have as code. */
const SHAPES: Record<string, string> = {
  "app/[locale]/page.tsx": PAGE,
  "app/(hello)/hello/page.tsx": PAGE,
  "app/(hello)/hello/opengraph-image.tsx": IMAGE,
  "app/(hello)/hello/icon.tsx": `export const generateImageMetadata = () => [{ id: "small" }, { id: "large" }]; ${IMAGE}`,
  "app/(app)/guides/[...slug]/page.tsx": guarded("/guides/[...slug]"),
  "app/(app)/guides/new/page.tsx": guarded("/guides/new"),
  "app/(app)/wizard/[step]/page.tsx": guarded("/wizard"),
  "app/(app)/notes/[id]/icon.svg": readFileSync("app/icon.svg", "utf8"),
  "app/robots.ts": "export default () => ({ rules: { userAgent: '*' } });",
};
const SHAPE_RULES = `
  "/[locale]": { who: "anyone" },
  "/hello": { who: "anyone" },
  "/guides/[...slug]": { who: "onboarded" },
  "/guides/new": { who: "onboarded", role: "admin" },
  "/wizard": { who: "onboarded", subpaths: true },
`;

const sessionCookies = z.object({
  cookies: z.array(z.object({ name: z.string(), value: z.string() })),
});

let copy: ProjectCopy;
let app: Program;
let local: LocalServices;
const project = randomUUID();
const visitors: Record<string, Record<string, string>> = { nobody: {} };
let token = "";

beforeAll(async () => {
  copy = copyProject();
  const at = (file: string) => join(copy.folder, file);
  const guides = ["routes", "permissions", "permission-forms", "public-pages"];
  follow(
    copy.folder,
    guides.flatMap((name) => blocksOf(`docs/${name}.md`)),
  );
  const shapes = Object.entries(SHAPES).map(([file, code]) => ({ language: "ts", file, code }));
  follow(copy.folder, [...shapes, { language: "ts", file: POLICY, code: SHAPE_RULES }]);

  const launch = at("dev/launch.ts");
  const ports = [await freePort(), await freePort(), await freePort()].map(String);
  const [PORT = "", CLERK_EMULATOR_PORT = "", FIRESTORE_EMULATOR_PORT = ""] = ports;
  const env = { PORT, CLERK_EMULATOR_PORT, FIRESTORE_EMULATOR_PORT };
  const options = { cwd: copy.folder, env };
  await using check = new Program(
    "npx",
    [
      "vitest",
      "run",
      "--project",
      "node",
      "tests/source/guards.test.ts",
      "tests/source/proxy-matcher.test.ts",
    ],
    options,
  );
  expect(await check.exitCode(), check.output).toBe(0);
  await using build = new Program(process.execPath, [launch, "build"], options);
  expect(await build.exitCode(), build.output).toBe(0);
  app = new Program(process.execPath, [launch, "preview"], options);
  await app.writes("Ready");

  local = new LocalServices(at(".local"));
  const ids: Record<string, string> = {};
  for (const name of ["owner", "member", "stranger"]) {
    const { id } = await local.createUser({ onboardingComplete: true }, name);
    await local.setTokenLifetime(id, 3_600);
    const answer = await local.control("POST", "/sign-in", { userId: id, origin: local.appUrl });
    const { cookies } = sessionCookies.parse(answer);
    ids[name] = id;
    visitors[name] = { cookie: cookies.map((one) => `${one.name}=${one.value}`).join("; ") };
    token = cookies.find((one) => one.name === "__session")?.value ?? "";
  }
  vi.stubEnv("FIRESTORE_EMULATOR_HOST", `localhost:${FIRESTORE_EMULATOR_PORT}`);
  vi.stubEnv("METADATA_SERVER_DETECTION", "none");
  const db = new Firestore({ projectId: `demo-${SITE.slug}` });
  const memberIds = [ids.owner, ids.member];
  await db.doc(`projects/${project}`).set({ name: "A project", ownerId: ids.owner, memberIds });
  await db.terminate();
}, 600_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  await app?.[Symbol.asyncDispose]();
  copy?.[Symbol.dispose]();
});

const DOCUMENT = { accept: "text/html", "sec-fetch-dest": "document" };
const AS_IMAGE = { accept: "image/*", "sec-fetch-dest": "image" };

function open(path: string, visitor = "nobody", as: object = DOCUMENT): Promise<Answer> {
  return ask(local.appUrl, path, { headers: { ...visitors[visitor], ...as } });
}

describe("a page with an id", () => {
  test("is found for every id, and sends the signed-out to sign-in and back", async () => {
    for (const id of ["7", "report.png", "icon.png", "a%20b", "caf%C3%A9", "100%25"]) {
      const { status, body } = await open(`/notes/${id}`, "member");
      expect(status, id).toBe(200);
      expect(body).toContain("Note ");
      const { status: denied, headers } = await open(`/notes/${id}`);
      expect(denied, id).toBe(307);
      const back = encodeURIComponent(`/notes/${id}`);
      expect(headers.location).toBe(`/sign-in?redirect_url=${back}`);
    }
  });

  test.each(["%37", "a%2Fb", "a%5Cb", "%5Bid%5D", "%256e", "a%00", "%FF", "7/", "7//x"])(
    "isn't found, and doesn't crash, at another spelling: %s",
    async (id) => {
      for (const visitor of ["nobody", "member"]) {
        const { status, body } = await open(`/notes/${id}`, visitor);
        expect([308, 400, 404]).toContain(status);
        expect(body).not.toContain("Note ");
      }
    },
  );
});

test("the most specific key counts, and a page needs its own guard all the same", async () => {
  expect((await open("/guides/a/b", "member")).body).toContain("it is here");
  expect((await open("/guides/new", "member")).status).toBe(403);
  for (const path of ["/guides/%6Eew", "/guides/new%2f", "/guides/n%65w", "/guides//new"]) {
    const { status, body } = await open(path, "member");
    expect([308, 403, 404], path).toContain(status);
    expect(body).not.toContain("it is here");
  }
});

test("a path without a rule isn't found, although a page could answer at any name", async () => {
  for (const path of ["/no/where", "/notes/7/8", "/wizard/%6Fne"]) {
    const { status, body } = await open(path);
    expect(status, path).toBe(404);
    expect(body).toContain("Page not found");
    expect(body).not.toContain("it is here");
  }
});

test("a page with a locale, and pages below a rule that has none itself", async () => {
  expect((await open("/en/about")).body).toContain("About us");
  expect((await open("/de/about")).body).toContain('lang="de"');
  expect((await open("/xx/about")).status).toBe(404);
  expect((await open("/pricing")).body).toContain("Pricing");
  expect((await open("/wizard/one", "member")).body).toContain("it is here");
  expect((await open("/wizard/one")).status).toBe(307);
});

test("the sitemap has the public pages that have an address", async () => {
  const { body } = await open("/sitemap.xml");
  expect(body).toContain(`${local.appUrl}/hello</loc>`);
  expect(body).not.toContain("[");
});

describe("metadata files", () => {
  test("of a public page are public, under the names that Next gives them", async () => {
    const { body } = await open("/hello");
    const links = [...body.matchAll(/(?:href|content)="([^"]*\/hello\/[^"]+)"/g)];
    const paths = new Set(links.map(([, url = ""]) => new URL(url, local.appUrl).pathname));
    expect([...paths].join()).toMatch(/opengraph-image-\w+/);
    expect([...paths].join()).toMatch(/icon-\w+\/small/);
    for (const path of [...paths, "/robots.txt"]) {
      expect((await open(path, "nobody", AS_IMAGE)).status, path).toBe(200);
    }
  });

  test("of a gated page are for those who may open the page", async () => {
    const { body } = await open("/notes/7", "member");
    const [image] = /\/notes\/7\/opengraph-image[^"?]*/.exec(body) ?? [];
    const [icon] = /\/notes\/-\/icon[^"?]*\.svg/.exec(body) ?? [];
    for (const path of [image, icon]) {
      expect(path).toBeDefined();
      expect((await open(path ?? "", "member", AS_IMAGE)).status, path).toBe(200);
      for (const as of [AS_IMAGE, { rsc: "1" }, {}]) {
        expect((await open(path ?? "", "nobody", as)).status, path).toBe(404);
      }
      expect((await open(path ?? "")).headers.location, path).toContain("/sign-in?");
    }
  });
});

describe("permission checks on the data", () => {
  test("a member sees the project, and for a stranger there is none", async () => {
    const { status, body } = await open(`/projects/${project}`, "member");
    expect(status).toBe(200);
    expect(body).toContain("A project");
    for (const path of [`/projects/${project}`, `/projects/${randomUUID()}`, "/projects/x"]) {
      const answer = await open(path, "stranger");
      expect(answer.status, path).toBe(404);
      expect(answer.body).not.toContain("A project");
    }
  });

  test("what only the owner may do is 403 for a member, 404 for a stranger", async () => {
    const path = `/projects/${project}/settings`;
    expect((await open(path, "owner")).status).toBe(200);
    const { status, body } = await open(path, "member");
    expect(status).toBe(403);
    expect(body).toContain("You can't open this page");
    expect((await open(path, "stranger")).status).toBe(404);
  });

  test("an action checks for itself, whatever page it is called from", async () => {
    const manifest = readFileSync(
      join(copy.folder, ".next/server/server-reference-manifest.json"),
      "utf8",
    );
    const actions = z
      .object({ node: z.record(z.string(), z.object({ exportedName: z.string() })) })
      .parse(JSON.parse(manifest)).node;
    const [id = ""] =
      Object.entries(actions).find(([, one]) => one.exportedName === "rename") ?? [];
    const rename = async (visitor: string) => {
      const { headers, body } = form({ id: project, name: "Renamed" });
      const sent = { ...headers, ...visitors[visitor], "next-action": id };
      const path = `/projects/${project}/settings`;
      return (await ask(local.appUrl, path, { method: "POST", headers: sent, body })).body;
    };
    expect(await rename("member")).toContain("Only the project's owner can do that.");
    expect(await rename("stranger")).toContain('"code":"not-found"');
    expect(await rename("owner")).toContain('"success":true');
    expect((await open(`/projects/${project}`, "member")).body).toContain("Renamed");
  });

  test("a route handler answers the same in JSON", async () => {
    const call = async (visitor: string, id: string = project) => {
      const { status, body } = await open(`/api/projects/${id}`, visitor, {});
      return [status, JSON.parse(body)];
    };
    expect(await call("member")).toEqual([
      200,
      expect.objectContaining({ ownerId: expect.any(String) }),
    ]);
    const missing = { error: { code: "not-found", message: expect.any(String) } };
    expect(await call("stranger")).toEqual([404, missing]);
    expect(await call("member", "x")).toEqual([404, missing]);
    expect((await call("nobody"))[0]).toBe(401);
  });
});

test("a bearer token opens the API as a cookie does", async () => {
  const call = (value: string) =>
    open("/api/me", "nobody", { authorization: `Bearer ${value}`, accept: "application/json" });
  expect((await call(token)).status).toBe(200);
  for (const wrong of ["", "x.y.z", `${token.slice(0, -6)}AAAAAA`]) {
    const { status, body } = await call(wrong);
    expect([status, JSON.parse(body).error.code]).toEqual([401, "signed-out"]);
  }
});
