import type { Faults, RequestLog } from "@claims-starter/local-service";
import { faultSchema } from "@claims-starter/local-service";
import { Hono } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import type { Env, Instance } from "../instance.ts";
import { button, type Html, page, ROOT, table, time } from "./layout.ts";

const SHOWN = 300;

const EXAMPLE = '{ "match": "PATCH /v1/users/*", "status": 429, "times": 1 }';

const faultForm = z.strictObject({ fault: z.string().max(10_000) });

/**
 * The fault that a text spells, or what is wrong with it.
 */
function readFault(text: string) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { error: "This is not JSON." };
  }
  const parsed = faultSchema.safeParse(value);
  return parsed.success ? { fault: parsed.data } : { error: z.prettifyError(parsed.error) };
}

/** What came in and went out, and the failures that are shown on purpose. */
export function trafficPages(
  { outbox, webhooks }: Instance,
  { faults, requests }: { faults: Faults; requests: RequestLog },
): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get("/outbox", (c) => {
    const rows = [...outbox.list()]
      .reverse()
      .map(({ to, code, sentAt }) => [to, html`<code>${code}</code>`, time(sentAt)]);
    const intro = html`<p>What a real Clerk would have sent by email or as a text message.</p>`;
    return page(c, "outbox", [intro, table(["To", "Code", "Sent"], rows, "Nothing was sent yet.")]);
  });

  routes.get("/webhooks", (c) => {
    const rows = [...webhooks.deliveries()]
      .reverse()
      .map((delivery) => [
        delivery.type,
        html`${delivery.outcome}${delivery.reason ? html`: ${delivery.reason}` : ""}`,
        delivery.tries,
        time(delivery.createdAt),
        html`<details><summary>${delivery.id}</summary><pre tabindex="0">${delivery.body}</pre></details>`,
        button(`/webhooks/${delivery.id}/resend`, "Send again"),
      ]);
    const intro = webhooks.url
      ? html`<p>Sent to <code>${webhooks.url}</code></p>`
      : html`<p>No app asked for webhooks: <code>--webhook-url</code> sends them.</p>`;
    const columns = ["Event", "Outcome", "Tries", "Created", "Message", ""];
    return page(c, "webhooks", [intro, table(columns, rows, "No event yet.")]);
  });

  routes.post("/webhooks/:id/resend", (c) => {
    webhooks.resend(c.req.param("id"));
    return c.redirect(`${ROOT}/webhooks`, 303);
  });

  routes.get("/requests", (c) => {
    const all = requests.list();
    const rows = all
      .slice(-SHOWN)
      .reverse()
      .map(({ api, method, path, status }) => [api, method, html`<code>${path}</code>`, status]);
    return page(c, "requests", [
      html`<p>The newest first. ${all.length > SHOWN ? `The last ${SHOWN} of ${all.length}.` : ""}</p>`,
      table(["API", "Method", "Path", "Status"], rows, "No request yet."),
      all.length > 0 ? button("/requests/clear", "Forget them") : html``,
    ]);
  });

  routes.post("/requests/clear", (c) => {
    requests.clear();
    return c.redirect(`${ROOT}/requests`, 303);
  });

  function faultPage(c: Parameters<typeof page>[0], text: string, error = "") {
    const rows = faults.list().map((fault) => {
      const off = html`<form method="post" action="${ROOT}/faults/off"><input type="hidden" name="match" value="${fault.match}" /><button>Switch off</button></form>`;
      return [html`<code>${JSON.stringify(fault)}</code>`, off] satisfies Html[];
    });
    const body = [
      table(["Fault", ""], rows, "Every call is answered as it should be."),
      rows.length > 1 ? button("/faults/clear", "Switch all off") : html``,
      html`<h2>Switch one on</h2>${error ? html`<p class="error" role="alert">${error}</p>` : ""}
        <form method="post" action="${ROOT}/faults"><label for="fault">A fault as JSON</label>
        <textarea id="fault" name="fault" spellcheck="false">${text}</textarea>
        <p><button>Switch on</button></p></form>`,
    ];
    return page(c, "faults", body, { status: error ? 422 : 200 });
  }

  routes.get("/faults", (c) => faultPage(c, EXAMPLE));

  routes.post("/faults", async (c) => {
    const { fault: text } = faultForm.parse(await c.req.parseBody());
    const { fault, error } = readFault(text);
    if (!fault) return faultPage(c, text, error);
    faults.add(fault);
    return c.redirect(`${ROOT}/faults`, 303);
  });

  routes.post("/faults/off", async (c) => {
    faults.clear(z.object({ match: z.string() }).parse(await c.req.parseBody()).match);
    return c.redirect(`${ROOT}/faults`, 303);
  });

  routes.post("/faults/clear", (c) => {
    faults.clear();
    return c.redirect(`${ROOT}/faults`, 303);
  });

  return routes;
}
