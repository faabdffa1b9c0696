import "server-only";
import type { Page } from "~/lib/firebase/collection";
import type { Result } from "~/lib/firebase/errors";
import { membersOf, teams } from "~/lib/teams/collections";
import type { Member, Team } from "~/lib/teams/schema";

export const MEMBERS_PER_PAGE = 20;

/**
 * A team and one page of its members, in the order they joined.
 * @param teamId from the visitor's claim, never from a URL
 * @param after the member id that the page before ended with, or null for the first page
 * @returns null instead of a team that no longer exists
 */
export async function readTeam(
  teamId: string,
  after: string | null,
): Promise<Result<{ team: Team; members: Page<Member> } | null>> {
  const [[teamError, team], [membersError, members]] = await Promise.all([
    teams.read(teamId),
    membersOf(teamId).list({ orderBy: "joinedAt", limit: MEMBERS_PER_PAGE, after }),
  ]);
  if (teamError) return [teamError, null];
  if (membersError) return [membersError, null];
  return [null, team && { team, members }];
}
