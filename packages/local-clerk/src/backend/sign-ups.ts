import { type Context, Hono } from "hono";
import { z } from "zod";
import { readJson } from "../body.ts";
import { notFound } from "../errors.ts";
import { checkExternalId } from "../identifiers.ts";
import type { Env, Instance } from "../instance.ts";
import type { SignUpRecord } from "../records.ts";
import { signUpJSON } from "../resources/sign-up.ts";

const updateBody = z.strictObject({ external_id: z.string().nullish() });

/** Sign-ups that browsers are in the middle of. */
export function signUps(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  function find(c: Context<Env>): SignUpRecord {
    const id = c.req.param("id") ?? "";
    const clients = [...instance.store.clients.values()];
    const signUp = clients.find((client) => client.signUp?.id === id)?.signUp;
    if (!signUp) throw notFound("sign-up", id);
    return signUp;
  }

  function json(signUp: SignUpRecord) {
    const { has_password, ...shared } = signUpJSON(instance, signUp);
    return {
      ...shared,
      object: "sign_up_attempt",
      password_enabled: has_password,
      custom_action: false,
      external_id: signUp.externalId ?? null,
    };
  }

  routes.get("/sign_ups/:id", (c) => c.json(json(find(c))));

  routes.patch("/sign_ups/:id", async (c) => {
    const { external_id } = await readJson(c, updateBody);
    const signUp = find(c);
    if (external_id) checkExternalId(instance, external_id);
    if (external_id !== undefined) signUp.externalId = external_id;
    instance.store.changed();
    return c.json(json(signUp));
  });

  return routes;
}
