import { Hono } from "hono";
import { hostedUrls } from "../hosted-pages.ts";
import type { Env, Instance } from "../instance.ts";
import { clientJSON } from "../resources/client.ts";
import { environment } from "../resources/environment.ts";
import { endSession, liveSessions } from "../sessions.ts";
import { ensureClient, findClient, setRefreshCookie, withClient } from "./browser.ts";

/** The environment and the browser's client. */
export function client(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  routes.on(["GET", "PATCH"], "/environment", (c) => {
    const { display_config, ...rest } = environment(instance);
    const hosted = instance.hostedPages ? hostedUrls(c) : {};
    return c.json({ ...rest, display_config: { ...display_config, ...hosted } });
  });

  routes.get("/client", async (c) => {
    const known = findClient(c, instance);
    return c.json({ response: known ? await clientJSON(instance, known) : null });
  });

  routes.on(["PUT", "POST"], "/client", async (c) => {
    const known = ensureClient(c, instance);
    return withClient(c, instance, known, await clientJSON(instance, known));
  });

  // Signs out everybody on this browser; the first keeps the client, the second forgets it.
  routes.delete("/client/sessions", async (c) => {
    const known = findClient(c, instance);
    if (known)
      for (const session of liveSessions(instance, known)) endSession(instance, session, "removed");
    setRefreshCookie(c, instance, undefined);
    return withClient(c, instance, known, known ? await clientJSON(instance, known) : null);
  });

  routes.delete("/client", async (c) => {
    const known = findClient(c, instance);
    if (known) {
      for (const session of liveSessions(instance, known)) endSession(instance, session, "removed");
      instance.store.clients.delete(known.id);
      instance.store.changed();
    }
    setRefreshCookie(c, instance, undefined);
    return withClient(c, instance, undefined, null);
  });

  return routes;
}
