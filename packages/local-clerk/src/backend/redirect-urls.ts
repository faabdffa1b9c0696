import type { RedirectUrlJSON } from "@clerk/backend";
import { Hono } from "hono";
import { z } from "zod";
import { readJson, readQuery } from "../body.ts";
import { ClerkError, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Env, Instance } from "../instance.ts";
import type { RedirectUrlRecord } from "../instance-records.ts";
import { page, pageQuery } from "./pages.ts";

const createBody = z.strictObject({ url: z.url().max(2_000) });

function json(record: RedirectUrlRecord): RedirectUrlJSON {
  const { id, url, createdAt, updatedAt } = record;
  return { object: "redirect_url", id, url, created_at: createdAt, updated_at: updatedAt };
}

/** The addresses that native apps may be sent back to: a list, which nothing here asks. */
export function redirectUrls(instance: Instance): Hono<Env> {
  const all = instance.store.records.redirectUrls;
  const routes = new Hono<Env>();

  routes.get("/redirect_urls", (c) => {
    const query = readQuery(c, pageQuery);
    const list = page([...all.values()].reverse(), query, json);
    return c.json(query.paginated ? list : list.data);
  });

  routes.post("/redirect_urls", async (c) => {
    const { url } = await readJson(c, createBody);
    if ([...all.values()].some((one) => one.url === url)) {
      throw new ClerkError(400, "duplicate_record", "duplicate record", `${url} is there already.`);
    }
    const now = Date.now();
    const record = { id: newId("redirectUrl"), url, createdAt: now, updatedAt: now };
    all.set(record.id, record);
    instance.store.changed();
    return c.json(json(record));
  });

  routes.get("/redirect_urls/:id", (c) => {
    const record = all.get(c.req.param("id"));
    if (!record) throw notFound("redirect URL", c.req.param("id"));
    return c.json(json(record));
  });

  routes.delete("/redirect_urls/:id", (c) => {
    const id = c.req.param("id");
    if (!all.delete(id)) throw notFound("redirect URL", id);
    instance.store.changed();
    return c.json({ object: "redirect_url", id, deleted: true });
  });

  return routes;
}
