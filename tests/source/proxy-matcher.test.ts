import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unstable_doesMiddlewareMatch as doesMatch } from "next/experimental/testing/server";
import { expect, test } from "vitest";
import { POLICY } from "../../lib/auth/policy.ts";
import { descendants, readShippedSource, textOf } from "./source-file.ts";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));

/** As Next takes it from the file: a literal. */
const proxy = readShippedSource().find(({ path }) => path === "proxy.ts");
const exported = proxy?.body.findLast(({ type }) => type === "ExportNamedDeclaration");
const matcher = exported ? [...descendants(exported)].flatMap((node) => textOf(node) ?? []) : [];
const isMatched = (url: string) => doesMatch({ config: { matcher }, url });

/** What Next serves of public/, and of app/ by a file's name. */
function publicFiles(): string[] {
  const isMetadata =
    /^(favicon|icon\d*|apple-icon\d*|opengraph-image\d*|twitter-image\d*|robots|sitemap|manifest)\./;
  const list = (folder: string) =>
    existsSync(join(PROJECT, folder))
      ? readdirSync(join(PROJECT, folder), { recursive: true, encoding: "utf8" })
      : [];
  return [
    ...list("public").filter((path) => /\.\w+$/.test(path)),
    ...list("app").filter((path) => isMetadata.test(path.split("/").at(-1) ?? "")),
  ].map((path) => `/${path.replace(/\([^/]*\)\//g, "")}`);
}

test("the proxy leaves out the public files and Next's own", () => {
  expect(publicFiles()).toContain("/icon.svg");
  const left = [...publicFiles(), "/_next/static/chunks/a.js", "/_next/image?url=x"];
  expect(left.filter(isMatched)).toEqual([]);
});

test("the proxy sees every other path, whatever it ends with", () => {
  const endings = [
    "",
    ".png",
    ".js",
    ".json",
    ".svg",
    ".txt",
    ".map",
    ".woff2",
    "/x.png",
    "/icon.svg",
  ];
  const paths = Object.keys(POLICY).flatMap((path) => endings.map((ending) => path + ending));
  const odd = [
    "/favicon.ico",
    "/icon.svg.png",
    "/iconXsvg",
    "/_next/data/build/admin.json",
    "/_next/imagery",
    "/_next/static",
    "/__clerk/npm/x.js",
    "/api/me.ico",
    "//icon.svg/..",
    "/%69con.svg",
  ];
  expect([...paths, ...odd].filter((path) => !isMatched(path))).toEqual([]);
});
