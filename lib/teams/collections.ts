import "server-only";
import { collection } from "~/lib/firebase/collection";
import { memberSchema, teamCodeSchema, teamSchema } from "~/lib/teams/schema";

export const teams = collection("teams", teamSchema);
export const teamCodes = collection("teamCodes", teamCodeSchema);

/** The members of one team; `teamId` comes from a claim or a team that was read, never from a URL. */
export function membersOf(teamId: string) {
  return collection(`teams/${teamId}/members`, memberSchema);
}
