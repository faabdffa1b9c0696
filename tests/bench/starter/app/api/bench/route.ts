import { apiRoute } from "~/lib/access/api-route";

export const GET = apiRoute({
  access: "/api/bench",
  run: async ({ session }) => [null, { userId: session.userId, role: session.claims.role }],
});
