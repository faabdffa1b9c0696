import type { Context } from "hono";
import { Hono } from "hono";
import { html } from "hono/html";
import { ClerkError } from "./errors.ts";
import type { Env, Instance } from "./instance.ts";
import { isLocalHost } from "./local-only.ts";

/** Clerk's Account Portal has the same paths. https://clerk.com/docs/guides/account-portal/overview */
const PAGES = {
  "sign-in": { title: "Sign in", component: "SignIn" },
  "sign-up": { title: "Sign up", component: "SignUp" },
  user: { title: "Your account", component: "UserProfile" },
} as const;

/** The parameters with which apps say where to go on. */
const REDIRECTS = [
  "redirect_url",
  "sign_in_force_redirect_url",
  "sign_in_fallback_redirect_url",
  "sign_up_force_redirect_url",
  "sign_up_fallback_redirect_url",
];

/** Where the browser finds this server: the app's proxy, as it names itself, or this port. */
export function frontendUrl(c: Context<Env>): string {
  const proxy = c.req.header("clerk-proxy-url");
  return proxy && URL.canParse(proxy) ? proxy.replace(/\/+$/, "") : new URL(c.req.url).origin;
}

/** The part of the environment's `display_config` that names these pages. */
export function hostedUrls(c: Context<Env>) {
  const base = frontendUrl(c);
  return {
    sign_in_url: `${base}/sign-in`,
    sign_up_url: `${base}/sign-up`,
    user_profile_url: `${base}/user`,
  };
}

/** These pages show what they get a session for, so they go on to this machine only. */
function checkRedirects(c: Context<Env>): void {
  for (const name of REDIRECTS) {
    const target = c.req.query(name);
    if (target === undefined) continue;
    const base = c.req.url; // a path leads to a page of this origin, "//host" does not
    if (URL.canParse(target, base) && isLocalHost(new URL(target, base).host)) continue;
    throw new ClerkError(400, "redirect_url_invalid", `${name} must be a page on this machine.`);
  }
}

/** Mounts the component that the page names; the settings are attributes because scripts are files. */
const SCRIPT = `const page = document.body.dataset;
const root = document.getElementById("root");
// With routing "hash", the forms and their links to each other know what is in the hash alone.
const [route, inHash] = (location.hash.slice(1) || "/").split("?");
const parameters = new URLSearchParams(inHash);
for (const name of ${JSON.stringify(REDIRECTS)}) {
  const target = new URLSearchParams(location.search).get(name);
  if (target !== null && !parameters.has(name)) parameters.set(name, target);
}
if (parameters.size > 0) {
  history.replaceState(null, "", location.pathname + location.search + "#" + route + "?" + parameters);
}
const local = /^https?:\\/\\/(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?$/;
await window.Clerk.load({
  ui: { ClerkUI: window.__internal_ClerkUICtor },
  signInUrl: page.base + "/sign-in",
  signUpUrl: page.base + "/sign-up",
  allowedRedirectOrigins: [local],
});
if (page.component === "UserProfile" && !window.Clerk.user) {
  await window.Clerk.redirectToSignIn({ redirectUrl: location.href });
} else {
  window.Clerk["mount" + page.component](root, { routing: "hash" });
}
`;

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'", // Clerk's forms add style elements
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Sign-in, sign-up and user profile for apps that have no such pages, with Clerk's own forms. */
export function hostedPages({ keys, applicationName }: Instance): Hono<Env> {
  const routes = new Hono<Env>();
  for (const [path, { title, component }] of Object.entries(PAGES)) {
    routes.get(`/${path}`, (c) => {
      checkRedirects(c);
      const base = frontendUrl(c);
      c.header("content-security-policy", CSP);
      c.header("x-content-type-options", "nosniff");
      c.header("referrer-policy", "same-origin");
      c.header("cache-control", "no-store");
      return c.html(html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${title} – ${applicationName}</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${base}/hosted-pages.css" />
    <script defer src="${base}/npm/@clerk/clerk-js@6/dist/clerk.browser.js" data-clerk-publishable-key="${keys.publishableKey}" data-clerk-proxy-url="${base}"></script>
    <script defer src="${base}/npm/@clerk/ui@1/dist/ui.browser.js"></script>
    <script type="module" src="${base}/hosted-pages.js"></script>
  </head>
  <body data-base="${base}" data-component="${component}">
    <main id="root"></main>
    <noscript>Clerk’s forms need JavaScript.</noscript>
  </body>
</html>
`);
    });
  }
  routes.get("/hosted-pages.js", (c) =>
    c.body(SCRIPT, 200, { "content-type": "text/javascript; charset=utf-8" }),
  );
  routes.get("/hosted-pages.css", (c) =>
    c.body(
      "body{margin:0;background:#f7f7f8}#root{display:grid;place-items:center;min-height:100vh}",
      200,
      {
        "content-type": "text/css; charset=utf-8",
      },
    ),
  );
  return routes;
}
