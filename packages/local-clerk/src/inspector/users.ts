import { Hono } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import { filterUsers } from "../backend/user-list.ts";
import { metadataText } from "../body.ts";
import { ClerkError } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import { checkMetadata } from "../metadata.ts";
import { primaryEmail, type UserRecord } from "../records.ts";
import { backendUser } from "../resources/user.ts";
import { sessionStatus } from "../sessions.ts";
import { getUser, updateUser } from "../users.ts";
import { json, page, ROOT, table, time } from "./layout.ts";

const SHOWN = 100;

const KINDS = {
  public_metadata: { field: "publicMetadata", label: "Public metadata" },
  private_metadata: { field: "privateMetadata", label: "Private metadata" },
  unsafe_metadata: { field: "unsafeMetadata", label: "Unsafe metadata" },
} as const;

const metadataForm = z.strictObject({
  public_metadata: z.string().max(20_000),
  private_metadata: z.string().max(20_000),
  unsafe_metadata: z.string().max(20_000),
});

type MetadataTexts = z.infer<typeof metadataForm>;

const names = (user: UserRecord) => [user.firstName, user.lastName].filter(Boolean).join(" ");

function textsOf(user: UserRecord): MetadataTexts {
  const text = (value: unknown) => JSON.stringify(value, null, 2);
  return {
    public_metadata: text(user.publicMetadata),
    private_metadata: text(user.privateMetadata),
    unsafe_metadata: text(user.unsafeMetadata),
  };
}

/**
 * The metadata that three texts spell; all are read before any is kept.
 * @throws {ClerkError} for what Clerk would refuse
 */
function changesIn(texts: MetadataTexts): Partial<UserRecord> {
  const changes: Partial<UserRecord> = {};
  for (const [param, { field, label }] of Object.entries(KINDS)) {
    const parsed = metadataText.safeParse(texts[param as keyof MetadataTexts]); // a key of KINDS
    if (!parsed.success) {
      throw new ClerkError(422, "form_param_format_invalid", `${label} must be a JSON object.`);
    }
    changes[field] = checkMetadata(param, parsed.data);
  }
  return changes;
}

/** All users, and one with what Clerk knows of them. */
export function userPages(instance: Instance): Hono<Env> {
  const { store } = instance;
  const routes = new Hono<Env>();

  routes.get("/users", (c) => {
    const query = (c.req.query("query") ?? "").slice(0, 200);
    const found = filterUsers(store.users, query ? { query: [query] } : {}).reverse();
    const rows = found
      .slice(0, SHOWN)
      .map((user) => [
        html`<a href="${ROOT}/users/${user.id}">${primaryEmail(user)?.address ?? user.id}</a>`,
        names(user) || "–",
        html`<code>${JSON.stringify(user.publicMetadata)}</code>`,
        time(user.lastSignInAt),
        time(user.createdAt),
      ]);
    return page(c, "users", [
      html`<form role="search"><label for="query">Id, name or email address</label>
        <input id="query" name="query" type="search" value="${query}" /> <button>Search</button></form>
        <p>${found.length} of ${store.users.size}${found.length > SHOWN ? `; the newest ${SHOWN} are shown` : ""}</p>`,
      table(["User", "Name", "Public metadata", "Last sign-in", "Created"], rows, "No users."),
    ]);
  });

  function show(c: Parameters<typeof page>[0], user: UserRecord, texts: MetadataTexts, error = "") {
    const sessions = [...store.sessions.values()].filter(({ userId }) => userId === user.id);
    const fields = Object.entries(KINDS).map(
      ([param, { label }]) => html`<label for="${param}">${label}</label>
        <textarea id="${param}" name="${param}" spellcheck="false">${texts[param as keyof MetadataTexts]}</textarea>`,
    );
    const body = [
      html`<p><code>${user.id}</code> ${names(user)}</p>
        <h2 id="metadata">Metadata</h2>
        ${error ? html`<p class="error" role="alert">${error}</p>` : ""}
        <form method="post" action="${ROOT}/users/${user.id}/metadata">${fields}
        <p><button>Save metadata</button></p></form>
        <h2>Sessions</h2>`,
      table(
        ["Session", "Status", "Last used"],
        sessions.map((session) => [
          html`<a href="${ROOT}/sessions/${session.id}">${session.id}</a>`,
          sessionStatus(session),
          time(session.lastActiveAt),
        ]),
        "Not signed in anywhere.",
      ),
      html`<h2>As the Backend API shows it</h2>${json(backendUser(user))}`,
    ];
    const title = primaryEmail(user)?.address ?? user.id;
    return page(c, "users", body, { title, status: error ? 422 : 200 });
  }

  routes.get("/users/:id", (c) => {
    const user = getUser(instance, c.req.param("id"));
    return show(c, user, textsOf(user));
  });

  /** Replaces all three, as a person who edits them expects. */
  routes.post("/users/:id/metadata", async (c) => {
    const user = getUser(instance, c.req.param("id"));
    const texts = metadataForm.parse(await c.req.parseBody());
    try {
      updateUser(instance, user, changesIn(texts));
    } catch (error) {
      if (!(error instanceof ClerkError)) throw error;
      return show(c, user, texts, error.longMessage);
    }
    return c.redirect(`${ROOT}/users/${user.id}#metadata`, 303);
  });

  return routes;
}
