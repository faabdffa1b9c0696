import { Hono } from "hono";
import { html } from "hono/html";
import { decodeJwt, decodeProtectedHeader } from "jose";
import type { Env, Instance } from "../instance.ts";
import { isLive } from "../records.ts";
import { backendSession } from "../resources/session.ts";
import { endSession, getSession, sessionStatus } from "../sessions.ts";
import { mintSessionToken } from "../tokens.ts";
import { button, json, page, ROOT, table, time } from "./layout.ts";

/** Sessions, and one with the token that it would get now. */
export function sessionPages(instance: Instance): Hono<Env> {
  const { store } = instance;
  const routes = new Hono<Env>();

  routes.get("/sessions", (c) => {
    const rows = [...store.sessions.values()]
      .reverse()
      .map((session) => [
        html`<a href="${ROOT}/sessions/${session.id}">${session.id}</a>`,
        html`<a href="${ROOT}/users/${session.userId}">${session.userId}</a>`,
        sessionStatus(session),
        session.activity.browser ?? "–",
        time(session.lastActiveAt),
      ]);
    const columns = ["Session", "User", "Status", "Browser", "Last used"];
    return page(c, "sessions", table(columns, rows, "Nobody has signed in."));
  });

  routes.get("/sessions/:id", async (c) => {
    const session = getSession(instance, c.req.param("id"));
    const token = isLive(session) ? await mintSessionToken(instance, session) : null;
    const decoded = token
      ? html`<h2>Claims of a token minted now</h2>${json(decodeJwt(token))}
          <h2>Its header</h2>${json(decodeProtectedHeader(token))}
          <h2>The token</h2><pre tabindex="0">${token}</pre>
          ${button(`/sessions/${session.id}/revoke`, "Revoke this session")}`
      : html`<p>This session has ended, so it gets no token.</p>`;
    return page(
      c,
      "sessions",
      [
        html`<p>Of <a href="${ROOT}/users/${session.userId}">${session.userId}</a>: ${sessionStatus(session)}</p>`,
        decoded,
        html`<h2>As the Backend API shows it</h2>${json(backendSession(session))}`,
      ],
      { title: session.id },
    );
  });

  routes.post("/sessions/:id/revoke", (c) => {
    const session = getSession(instance, c.req.param("id"));
    endSession(instance, session, "revoked");
    return c.redirect(`${ROOT}/sessions/${session.id}`, 303);
  });

  return routes;
}
