import type { Context } from "hono";
import { apiOf } from "../fault-injection.ts";
import type { Env, Instance } from "../instance.ts";
import { clientJSON } from "../resources/client.ts";
import { findClient } from "./browser.ts";

/** The client in an error answer to a mutation, from which clerk-js learns what became of it. */
export async function clientMeta(c: Context<Env>, instance: Instance) {
  if (c.req.method === "GET" || apiOf(c.req.path, c.req.header("authorization")) !== "frontend") {
    return {};
  }
  const client = findClient(c, instance);
  return client ? { meta: { client: await clientJSON(instance, client) } } : {};
}
