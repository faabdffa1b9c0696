import { Hono } from "hono";
import { html } from "hono/html";
import type { Env } from "../instance.ts";
import { json, page } from "./layout.ts";

/** A document of a database beside the local Clerk. */
export interface ShownDocument {
  path: string;
  data: unknown;
}

/** The documents of the app's database, where whoever started the local Clerk gave a way to read them. */
export function documentPage(read: (() => Promise<ShownDocument[]>) | undefined): Hono<Env> {
  return new Hono<Env>().get("/documents", async (c) => {
    if (!read) return page(c, "documents", html`<p>No database runs beside this Clerk.</p>`);
    const documents = await read();
    const rows = documents.map(
      ({ path, data }) =>
        html`<details><summary><code>${path}</code></summary>${json(data)}</details>\n`,
    );
    return page(c, "documents", [html`<p>${documents.length} documents</p>`, ...rows]);
  });
}
