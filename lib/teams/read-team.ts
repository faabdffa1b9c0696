import "server-only";
import type { Result } from "~/lib/firebase/errors";
import { members, teams } from "~/lib/teams/collections";
import { findUsersById } from "~/lib/users";

const MEMBERS_PER_PAGE = 20;

/** What members see of their team. It goes to the browser, so it holds no ids and addresses of users. */
export interface TeamView {
  id: string;
  name: string;
  code: string;
  /** Whether the visitor is the owner, on whatever page of the members. */
  isOwner: boolean;
  members: { name: string; joinedAt: Date; isOwner: boolean; isYou: boolean }[];
  hasMore: boolean;
  /** False when Clerk didn't answer. */
  hasNames: boolean;
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
  const list = (offset: number, limit: number) =>
    members.list({
      where: (query) => query.where("teamId", "==", teamId).offset(offset),
      orderBy: "joinedAt",
      limit,
    });
  const [[teamError, team], [ownerError, first], [listError, shown]] = await Promise.all([
    teams.read(teamId),
    list(0, 1),
    list((page - 1) * MEMBERS_PER_PAGE, MEMBERS_PER_PAGE),
  ]);
  if (teamError) return [teamError, null];
  if (ownerError) return [ownerError, null];
  if (listError) return [listError, null];
  if (!team) return [null, null];
  const ownerId = first.items[0]?.id;
  // From Clerk, because a stored copy would keep a name that a moderator has removed.
  const [, users] = await findUsersById(shown.items.map(({ id }) => id));
  return [
    null,
    {
      id: teamId,
      name: team.name,
      code: team.code,
      isOwner: ownerId === userId,
      members: shown.items.map(({ id, data: { joinedAt } }) => ({
        name: users?.get(id)?.name ?? "",
        joinedAt,
        isOwner: id === ownerId,
        isYou: id === userId,
      })),
      hasMore: shown.next !== null,
      hasNames: users !== null,
    },
  ];
}
