import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unstable_doesMiddlewareMatch as doesMatch } from "next/experimental/testing/server";
import { expect, test } from "vitest";
import { decide, findPath, POLICY } from "../../lib/auth/policy.ts";
import { addressOf } from "../tools/address-of.ts";
import { isRouteFile, keyOf, routeOf } from "./routes.ts";
import { descendants, filesBelow, readShippedSource, textOf } from "./source-file.ts";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));

/** As Next takes it from the file: a literal. */
const proxy = readShippedSource().find(({ path }) => path === "proxy.ts");
const exported = proxy?.body.findLast(({ type }) => type === "ExportNamedDeclaration");
const matcher = exported ? [...descendants(exported)].flatMap((node) => textOf(node) ?? []) : [];
const isMatched = (url: string) => doesMatch({ config: { matcher }, url });

/** What Next serves of public/, and of app/ by a file's name and not by code. */
const ofPublic = existsSync(join(PROJECT, "public")) ? filesBelow("public") : [];
const ofApp = filesBelow("app").filter((path) => isRouteFile(path) && !/\.[jt]sx?$/.test(path));

test("the proxy leaves out Next's own files", () => {
  const left = ["/_next/static/chunks/a.js", "/_next/image?url=x", "/icon.svg"];
  expect(left.filter(isMatched)).toEqual([]);
});

test("a public file is left out of the proxy, or for anyone by POLICY", () => {
  const paths = ofPublic.map((path) => path.slice("public".length));
  const isOpen = (path: string) => decide(findPath(path), null).kind === "allow";
  expect(paths.filter((path) => isMatched(path) && !isOpen(path))).toEqual([]);
});

test("a metadata file has a page whose rule it has, or a key of its own", () => {
  expect(ofApp).toContain("app/icon.svg");
  const without = ofApp.filter((path) => !keyOf(routeOf(path) ?? "", POLICY));
  expect(without).toEqual([]);
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
  const paths = Object.keys(POLICY)
    .map(addressOf)
    .flatMap((path) => endings.map((ending) => path + ending));
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
