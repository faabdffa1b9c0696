import { apiError } from "~/lib/access/api-error";
import { apiRoute } from "~/lib/access/api-route";
import { readNameQueue } from "~/lib/moderation/names";

/** The newest names that nobody has approved, for a moderator's own tools. */
export const GET = apiRoute("/api/moderation", async () => {
  const [error, queue] = await readNameQueue(1);
  if (error) return apiError(error);
  return Response.json(
    { names: queue.users.map(({ id, name }) => ({ userId: id, name })) },
    { headers: { "cache-control": "no-store" } },
  );
});
