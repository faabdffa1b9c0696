import "server-only";
import { z } from "zod";
import { collection } from "~/lib/firebase/collection";

/** `teams/{teamId}`. Ids are random and never used again. */
export const teams = collection(
  "teams",
  z.object({ name: z.string(), code: z.string(), createdAt: z.date() }),
);

/** `teamCodes/{code}`: the team that an invite code opens. */
export const teamCodes = collection("teamCodes", z.object({ teamId: z.string() }));

/**
 * `members/{userId}`: one document per user, so no user is ever in two teams. The claim `teamId` is
 * a copy for display; code that reads a team's data reads this.
 */
export const members = collection("members", z.object({ teamId: z.string(), joinedAt: z.date() }));
