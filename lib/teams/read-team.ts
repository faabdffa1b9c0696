import "server-only";
import type { Result } from "~/lib/firebase/errors";
import { members, teams } from "~/lib/teams/collections";

export const MEMBERS_PER_PAGE = 20;

/** What members see of their team. It goes to the browser, so it holds no user ids. */
export interface TeamView {
  id: string;
  name: string;
  code: string;
  members: { displayName: string; joinedAt: Date; isOwner: boolean; isYou: boolean }[];
  hasMore: boolean;
}

/**
 * The user's team with one page of its members, in the order they joined. Null without a team.
 * @param page from 1; pages have numbers because a cursor would put a user's id in the address
 */
export async function readTeam(userId: string, page: number): Promise<Result<TeamView | null>> {
  const [memberError, member] = await members.read(userId);
  if (memberError) return [memberError, null];
  if (!member) return [null, null];
  const { teamId } = member;
  const offset = (page - 1) * MEMBERS_PER_PAGE;
  const [[teamError, team], [listError, list]] = await Promise.all([
    teams.read(teamId),
    members.list({
      where: (query) => query.where("teamId", "==", teamId).offset(offset),
      orderBy: "joinedAt",
      limit: MEMBERS_PER_PAGE,
    }),
  ]);
  if (teamError) return [teamError, null];
  if (listError) return [listError, null];
  if (!team) return [null, null];
  const shown = list.items.map(({ id, data: { displayName, joinedAt } }, index) => ({
    displayName,
    joinedAt,
    isOwner: offset + index === 0,
    isYou: id === userId,
  }));
  const { name, code } = team;
  return [null, { id: teamId, name, code, members: shown, hasMore: list.next !== null }];
}
