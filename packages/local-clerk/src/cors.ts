import { cors } from "hono/cors";
import { isLocalHost } from "./local-only.ts";

/**
 * For apps whose pages call this origin themselves, with cookies. Pages of other machines get no
 * header, so their browsers keep the answers from them.
 */
export const localPages = cors({
  origin: (origin) =>
    URL.canParse(origin) && isLocalHost(new URL(origin).host) ? origin : undefined,
  credentials: true,
  exposeHeaders: ["authorization", "retry-after"],
});
