import "server-only";
import { randomInt } from "node:crypto";
import type { Firestore, Transaction } from "firebase-admin/firestore";
import { serverTime, transact } from "~/lib/firebase/collection";
import { DbError, type Result } from "~/lib/firebase/errors";
import { membersOf, teamCodes, teams } from "~/lib/teams/collections";
import { TEAM_CODE_ALPHABET, TEAM_CODE_LENGTH } from "~/lib/teams/schema";

export interface Joining {
  userId: string;
  displayName: string;
  /** A team that the user created or joined before and now leaves for another. */
  previousTeamId: string | null;
}

function newCode(): string {
  const letters = Array.from({ length: TEAM_CODE_LENGTH }, () =>
    TEAM_CODE_ALPHABET.charAt(randomInt(TEAM_CODE_ALPHABET.length)),
  );
  return letters.join("");
}

function fieldError(field: string, text: string, message: string, resource: string): DbError {
  return new DbError("already-exists", { resource, message, fieldErrors: { [field]: [text] } });
}

/**
 * What leaving a team writes. Firestore wants all reads of a transaction before its writes, so this
 * reads and gives the writes back. A team that its creator leaves empty ends with that.
 */
async function leaving(
  transaction: Transaction,
  db: Firestore,
  teamId: string,
  userId: string,
): Promise<() => void> {
  const teamRef = teams.ref(db, teamId);
  const memberRef = membersOf(teamId).ref(db, userId);
  const [teamSnapshot, memberSnapshot] = await transaction.getAll(teamRef, memberRef);
  const team = teamSnapshot && teams.parse(teamSnapshot);
  if (!team || !memberSnapshot?.exists) return () => {};
  return () => {
    transaction.delete(memberRef);
    if (team.memberCount > 1) {
      transaction.update(teamRef, { memberCount: team.memberCount - 1 });
      return;
    }
    transaction.delete(teamRef);
    transaction.delete(teamCodes.ref(db, team.code));
  };
}

/**
 * Creates a team with a slug of its own and makes the user its owner. Repeatable: the creator of a
 * team that exists already gets it as it is.
 * @returns `already-exists` with a field error on `address` when somebody else has it
 */
export async function createTeam(
  { name, slug }: { name: string; slug: string },
  { userId, displayName, previousTeamId }: Joining,
): Promise<Result<{ teamId: string }>> {
  const resource = `teams/${slug}`;
  const code = newCode();
  const now = await serverTime();
  return transact(resource, async (transaction, db) => {
    const teamRef = teams.ref(db, slug);
    const memberRef = membersOf(slug).ref(db, userId);
    const existing = teams.parse(await transaction.get(teamRef));
    const isMember = (await transaction.get(memberRef)).exists;
    if (existing && existing.createdBy !== userId) {
      throw fieldError(
        "address",
        "is taken, choose another",
        "This team address is taken.",
        resource,
      );
    }
    const leave =
      previousTeamId && previousTeamId !== slug
        ? await leaving(transaction, db, previousTeamId, userId)
        : () => {};

    leave();
    if (!isMember) transaction.create(memberRef, { displayName, role: "owner", joinedAt: now });
    if (existing) {
      transaction.update(teamRef, { name, memberCount: existing.memberCount + (isMember ? 0 : 1) });
    } else {
      transaction.create(teamRef, {
        name,
        code,
        createdBy: userId,
        createdAt: now,
        memberCount: 1,
      });
      transaction.create(teamCodes.ref(db, code), { teamId: slug });
    }
    return { teamId: slug };
  });
}

/**
 * Makes the user a member of the team that a code opens. Repeatable.
 * @returns `not-found` with a field error on `code` when no team has it
 */
export async function joinTeam(
  code: string,
  { userId, displayName, previousTeamId }: Joining,
): Promise<Result<{ teamId: string }>> {
  const now = await serverTime();
  return transact("teams", async (transaction, db) => {
    const found = teamCodes.parse(await transaction.get(teamCodes.ref(db, code)));
    const teamRef = found && teams.ref(db, found.teamId);
    const team = teamRef && teams.parse(await transaction.get(teamRef));
    if (!found || !team || !teamRef) {
      throw DbError.notFound({
        resource: "teamCodes",
        message: "No team has this code.",
        fieldErrors: { code: ["opens no team, ask for it again"] },
      });
    }
    const { teamId } = found;
    const memberRef = membersOf(teamId).ref(db, userId);
    const isMember = (await transaction.get(memberRef)).exists;
    const leave =
      previousTeamId && previousTeamId !== teamId
        ? await leaving(transaction, db, previousTeamId, userId)
        : () => {};

    leave();
    if (!isMember) {
      transaction.create(memberRef, { displayName, role: "member", joinedAt: now });
      transaction.update(teamRef, { memberCount: team.memberCount + 1 });
    }
    return { teamId };
  });
}

/** The team step's effect: creates a team, or joins one by its code. */
export function createOrJoinTeam(
  answer: { choice: "create" | "join"; teamName: string; address: string; code: string },
  joining: Joining,
): Promise<Result<{ teamId: string }>> {
  return answer.choice === "create"
    ? createTeam({ name: answer.teamName, slug: answer.address }, joining)
    : joinTeam(answer.code.toUpperCase(), joining);
}

/** Takes a user out of a team, when their account is deleted. Repeatable. */
export function leaveTeam(teamId: string, userId: string): Promise<Result<null>> {
  return transact(`teams/${teamId}`, async (transaction, db) => {
    const leave = await leaving(transaction, db, teamId, userId);
    leave();
    return null;
  });
}
