import type { Context } from "hono";
import { html } from "hono/html";
import type { Env } from "../instance.ts";

export const ROOT = "/_inspector";

/** What hono's `html` gives: text in which every value is escaped. */
export type Html = ReturnType<typeof html>;

const PAGES = {
  users: "Users",
  sessions: "Sessions",
  outbox: "Outbox",
  webhooks: "Webhooks",
  requests: "Requests",
  faults: "Faults",
  documents: "Documents",
} as const;

type PageName = keyof typeof PAGES;

/** No script at all, and nothing from elsewhere. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** A page of the inspector; Alt and a number open the pages from the keyboard. */
export function page(
  c: Context<Env>,
  name: PageName,
  body: Html | Html[],
  { title = PAGES[name], status = 200 }: { title?: string; status?: 200 | 422 } = {},
): Response | Promise<Response> {
  for (const [header, value] of Object.entries(HEADERS)) c.header(header, value);
  const links = Object.entries(PAGES).map(
    ([path, label], index) =>
      html`<a href="${ROOT}/${path}" accesskey="${index + 1}" ${path === name ? html`aria-current="page"` : ""}>${label}</a>`,
  );
  return c.html(
    html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${title} – local Clerk</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${ROOT}/style.css" />
  </head>
  <body>
    <a class="skip" href="#main">Skip to content</a>
    <header><strong>Local Clerk</strong><nav aria-label="Pages">${links}</nav></header>
    <main id="main" tabindex="-1"><h1>${title}</h1>${body}</main>
  </body>
</html>
`,
    status,
  );
}

/** A table, or a sentence where it would be empty. */
export function table(
  columns: readonly string[],
  rows: readonly (readonly (Html | string | number)[])[],
  empty: string,
): Html {
  if (rows.length === 0) return html`<p>${empty}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>
  <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
  <tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`;
}

export function time(ms: number | null): Html | string {
  if (ms === null) return "–";
  const text = new Date(ms).toISOString();
  return html`<time datetime="${text}">${text.slice(0, 19).replace("T", " ")}</time>`;
}

export function json(value: unknown): Html {
  return html`<pre tabindex="0">${JSON.stringify(value, null, 2)}</pre>`;
}

/** A button that posts to a path of the inspector. */
export function button(path: string, label: string): Html {
  return html`<form method="post" action="${ROOT}${path}"><button>${label}</button></form>`;
}

export const STYLE = `:root{color-scheme:light dark;--line:light-dark(#d8d8de,#3a3a42);--soft:light-dark(#f4f4f6,#202026);--link:light-dark(#4b2fd6,#a99bff)}
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,sans-serif;background:light-dark(#fff,#151518);color:light-dark(#1a1a1f,#ececf1)}
header{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:baseline;padding:.75rem 1.25rem;border-bottom:1px solid var(--line)}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem}
a{color:var(--link)}
nav a{text-decoration:none;padding:.25rem 0}
nav a[aria-current]{font-weight:600;border-bottom:2px solid}
main{padding:.5rem 1.25rem 3rem;max-width:75rem;outline:none}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line)}
pre,textarea,code,input{font:13px/1.5 ui-monospace,monospace}
pre{background:var(--soft);padding:.75rem;border-radius:.5rem;overflow-x:auto}
textarea{width:100%;min-height:8rem}
textarea,input{padding:.4rem .5rem;border:1px solid var(--line);border-radius:.4rem;background:var(--soft);color:inherit}
button{font:inherit;padding:.3rem .8rem;border:1px solid var(--line);border-radius:.4rem;background:var(--soft);color:inherit;cursor:pointer}
label{display:block;margin:.75rem 0 .25rem}
form{margin:0 0 .5rem}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.error{border-left:3px solid light-dark(#c5221f,#ff8a80);padding-left:.75rem}
.skip{position:absolute;left:-100rem}.skip:focus{left:1rem;top:.5rem;background:var(--soft)}
`;
