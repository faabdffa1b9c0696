import { apiRoute } from "~/lib/access/api-route";

/** The visitor's id and claims, for clients other than this app's pages. */
export const GET = apiRoute({
  access: "/api/me",
  run: async ({ session: { userId, claims } }) => [null, { userId, claims }],
});
