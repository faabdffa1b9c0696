import { createReadStream, existsSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { Hono } from "hono";
import { ClerkError } from "./errors.ts";
import type { Env } from "./instance.ts";

/**
 * Clerk's own browser bundles, from node_modules. The page asks for a range such as
 * `/npm/@clerk/clerk-js@6/dist/clerk.browser.js`; the installed version answers whatever it asks for.
 */
export function bundles(): Hono<Env> {
  return new Hono<Env>().get(
    "/npm/@clerk/:package{(?:clerk-js|ui)@[^/]+}/dist/:file{[\\w.-]+\\.js}",
    (c) => {
      const name = c.req.param("package").replace(/@.*/, "");
      const file = join(distFolder(name), c.req.param("file"));
      if (!existsSync(file))
        throw new ClerkError(
          404,
          "resource_not_found",
          `@clerk/${name} has no ${c.req.param("file")}.`,
        );
      // The names of chunks carry a hash; the entry's does not and may change at the next install.
      const isChunk = /_[0-9a-f]{6}_\d/.test(file);
      return c.body(Readable.toWeb(createReadStream(file)) as ReadableStream, 200, {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": isChunk ? "public, max-age=31536000, immutable" : "no-cache",
      });
    },
  );
}

function distFolder(name: string): string {
  const manifest = findPackageJSON(`@clerk/${name}`, import.meta.url);
  if (!manifest) throw new Error(`@clerk/${name} is not installed: run npm ci.`);
  return join(dirname(manifest), "dist");
}
