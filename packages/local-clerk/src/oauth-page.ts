import { Hono } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import { emailText, nullableText } from "./body.ts";
import { notFound } from "./errors.ts";
import { isProvider, PROVIDERS } from "./features.ts";
import { caller } from "./frontend/browser.ts";
import type { Env, Instance } from "./instance.ts";
import { completeOAuth, denyOAuth, findVisit } from "./oauth.ts";
import type { OAuthRecord } from "./records.ts";

const name = nullableText.catch(null);
/** Takes whatever a form sends: Cancel comes with a field that is still empty. */
const answerSchema = z.object({
  state: z.string().catch(""),
  email: z.string().catch(""),
  first_name: name,
  last_name: name,
  answer: z.enum(["allow", "deny"]).catch("allow"),
});

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 24rem; margin: 10vh auto; padding: 0 1rem }
  form { display: grid; gap: 0.5rem } label { display: grid }
  button, input { font: inherit; padding: 0.5rem } hr { width: 100% }
  [role=alert] { color: #b00020 }`;

/** Accounts that people have used before, so that a second visit is one click. */
function knownAddresses({ store }: Instance, { provider }: OAuthRecord): string[] {
  const accounts = [...store.users.values()].flatMap((user) => user.externalAccounts);
  const known = accounts.filter((one) => one.provider === provider && one.verified);
  return [...new Set(known.map(({ email }) => email))].slice(0, 10);
}

function page(instance: Instance, oauth: OAuthRecord, alert = "") {
  const name = PROVIDERS[oauth.provider];
  const known = knownAddresses(instance, oauth);
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Sign in with ${name} (local)</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <h1>Sign in with ${name}</h1>
      <p>The local Clerk plays ${name} here. Use any address: nothing leaves this machine.</p>
      ${alert === "" ? "" : html`<p role="alert">${alert}</p>`}
      <form method="post">
        <input type="hidden" name="state" value="${oauth.state}" />
        ${known.map((email) => html`<button name="email" value="${email}" formnovalidate>${email}</button>`)}
      </form>
      ${known.length === 0 ? "" : html`<hr />`}
      <form method="post">
        <input type="hidden" name="state" value="${oauth.state}" />
        <label>Email address<input name="email" type="email" required autofocus /></label>
        <label>First name<input name="first_name" maxlength="100" /></label>
        <label>Last name<input name="last_name" maxlength="100" /></label>
        <button name="answer" value="allow">Continue</button>
        <button name="answer" value="deny" formnovalidate>Cancel</button>
      </form>
    </main>
  </body>
</html>`;
}

/**
 * A social provider's page. It is on the local Clerk's own address, so it reads no cookie of the app:
 * the state in its URL says which browser's sign-in it belongs to.
 */
export function oauthPage(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();
  routes.use("/oauth/:provider", async (c, next) => {
    if (!isProvider(c.req.param("provider"))) throw notFound("provider", c.req.param("provider"));
    await next();
    c.header("cache-control", "no-store");
    c.header("referrer-policy", "no-referrer");
    c.header("content-security-policy", "frame-ancestors 'none'");
  });

  routes.get("/oauth/:provider", (c) => {
    const oauth = findVisit(instance, c.req.query("state") ?? "");
    return c.html(page(instance, oauth));
  });

  routes.post("/oauth/:provider", async (c) => {
    const form = answerSchema.parse(await c.req.parseBody());
    if (form.answer === "deny") return c.redirect(denyOAuth(instance, form.state), 303);
    const email = emailText.safeParse(form.email);
    if (!email.success) {
      const oauth = findVisit(instance, form.state);
      return c.html(page(instance, oauth, "Enter a valid email address."), 422);
    }
    const profile = { email: email.data, firstName: form.first_name, lastName: form.last_name };
    return c.redirect(completeOAuth(instance, form.state, profile, caller(c)), 303);
  });

  return routes;
}
