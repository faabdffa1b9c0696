import { apiRoute } from "~/lib/access/api-route";
import { readNameQueue } from "~/lib/moderation/names";

/** The newest names that no moderator has approved, for a moderator's own tools. */
export const GET = apiRoute({
  access: "/api/moderation",
  async run({ session }) {
    const [error, queue] = await readNameQueue(session.claims.role, 0);
    if (error) return [error, null];
    return [null, { names: queue.names.map(({ id, name }) => ({ userId: id, name })) }];
  },
});
