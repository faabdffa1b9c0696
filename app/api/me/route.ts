import { apiRoute } from "~/lib/access/api-route";

/** The visitor's id and claims, for clients of yours that are not this app's pages. */
export const GET = apiRoute("/api/me", async (_request, { session }) =>
  Response.json(
    { userId: session.userId, claims: session.claims },
    { headers: { "cache-control": "no-store" } },
  ),
);
