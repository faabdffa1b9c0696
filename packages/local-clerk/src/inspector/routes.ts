import type { Faults, RequestLog } from "@claims-starter/local-service";
import { Hono } from "hono";
import type { Env, Instance } from "../instance.ts";
import { documentPage, type ShownDocument } from "./documents.ts";
import { ROOT, STYLE } from "./layout.ts";
import { ownPagesOnly } from "./own-pages.ts";
import { sessionPages } from "./sessions.ts";
import { trafficPages } from "./traffic.ts";
import { userPages } from "./users.ts";

/** Pages for the person who develops the app: what the local Clerk knows and did. */
export function inspector(
  instance: Instance,
  traffic: {
    faults: Faults;
    requests: RequestLog;
    documents: (() => Promise<ShownDocument[]>) | undefined;
  },
): Hono<Env> {
  return new Hono<Env>()
    .use(ownPagesOnly)
    .get("/", (c) => c.redirect(`${ROOT}/users`))
    .get("/style.css", (c) =>
      c.body(STYLE, 200, {
        "content-type": "text/css; charset=utf-8",
        "cache-control": "no-cache",
      }),
    )
    .route("/", userPages(instance))
    .route("/", sessionPages(instance))
    .route("/", trafficPages(instance, traffic))
    .route("/", documentPage(traffic.documents));
}
