import "server-only";
import { randomUUID } from "node:crypto";
import type { Firestore, Query, Transaction } from "firebase-admin/firestore";
import { type Denial, refused } from "~/lib/access/denial";
import { refuseDeleted, serverTime, transact } from "~/lib/firebase/collection";
import { DbError, type Result } from "~/lib/firebase/errors";
import { members, teamCodes, teams } from "~/lib/teams/collections";
import { newInviteCode } from "~/lib/teams/invite-code";

/**
 * A team's members, longest-standing first. The first one is the owner: when owners leave or delete
 * their account, the next member takes over without another write.
 */
function firstMembers(db: Firestore, teamId: string, limit: number): Query {
  return db.collection("members").where("teamId", "==", teamId).orderBy("joinedAt").limit(limit);
}

/** Creates a team with one member. Returns its id, or that of the team the user already has. */
export async function createTeam(name: string, userId: string): Promise<Result<string>> {
  // Chosen here, so that a transaction that runs twice creates one team.
  const [teamId, code, now] = [randomUUID(), newInviteCode(), await serverTime()];
  return transact(`members/${userId}`, async (transaction, db) => {
    const memberRef = members.ref(db, userId);
    const [stored] = await Promise.all([
      transaction.get(memberRef),
      refuseDeleted(transaction, db, userId),
    ]);
    const member = members.parse(stored);
    if (member) return member.teamId;
    transaction.create(teams.ref(db, teamId), { name, code, createdAt: now });
    transaction.create(teamCodes.ref(db, code), { teamId });
    transaction.create(memberRef, { teamId, joinedAt: now });
    return teamId;
  });
}

/**
 * Adds the user to the team that uses a code. Returns its id, or that of the team the user already
 * has; `not-found`, with an error for the field `code`, when no team uses the code.
 */
export async function joinTeam(code: string, userId: string): Promise<Result<string>> {
  const now = await serverTime();
  return transact(`members/${userId}`, async (transaction, db) => {
    const memberRef = members.ref(db, userId);
    const [stored, opened] = await Promise.all([
      transaction.get(memberRef),
      transaction.get(teamCodes.ref(db, code)),
      refuseDeleted(transaction, db, userId),
    ]);
    const [member, found] = [members.parse(stored), teamCodes.parse(opened)];
    if (member) return member.teamId;
    // When the last member deletes their account, the team and its code stay behind.
    if (!found || (await transaction.get(firstMembers(db, found.teamId, 1))).empty) {
      throw new DbError("not-found", {
        resource: "teamCodes",
        message: "You haven't joined a team.",
        fieldErrors: { code: ["No team uses this code. Check it with your team."] },
      });
    }
    transaction.create(memberRef, { teamId: found.teamId, joinedAt: now });
    return found.teamId;
  });
}

/**
 * Takes the user out of this team, if they are in it. The last one to leave ends it. Safe to repeat,
 * and a call that lands late doesn't take the user out of their next team.
 */
export function leaveTeam(userId: string, teamId: string): Promise<Result<null>> {
  return transact(`members/${userId}`, async (transaction, db) => {
    const memberRef = members.ref(db, userId);
    const member = members.parse(await transaction.get(memberRef));
    if (member?.teamId !== teamId) return null;
    const teamRef = teams.ref(db, teamId);
    const team = teams.parse(await transaction.get(teamRef));
    const { docs } = await transaction.get(firstMembers(db, teamId, 2));
    transaction.delete(memberRef);
    if (team && docs.every(({ id }) => id === userId)) {
      transaction.delete(teamRef);
      transaction.delete(teamCodes.ref(db, team.code));
    }
    return null;
  });
}

/**
 * The rule of everything that only a team's owner may do: the team that the user owns, or null. Read
 * in the transaction that writes, so that it holds until then.
 */
async function ownedTeam(transaction: Transaction, db: Firestore, userId: string) {
  const member = members.parse(await transaction.get(members.ref(db, userId)));
  if (!member) return null;
  const { teamId } = member;
  const team = teams.parse(await transaction.get(teams.ref(db, teamId)));
  const { docs } = await transaction.get(firstMembers(db, teamId, 1));
  return team && docs[0]?.id === userId ? { ...team, teamId } : null;
}

/** Replaces the invite code of the user's team. The old one stops working at once. */
export async function rotateCode(userId: string): Promise<Result<null, DbError | Denial>> {
  const code = newInviteCode();
  const [error, isOwner] = await transact(`members/${userId}`, async (transaction, db) => {
    const team = await ownedTeam(transaction, db, userId);
    if (!team) return false;
    // Equal when this transaction has landed before and its answer was lost.
    if (team.code === code) return true;
    transaction.update(teams.ref(db, team.teamId), { code });
    transaction.delete(teamCodes.ref(db, team.code));
    transaction.create(teamCodes.ref(db, code), { teamId: team.teamId });
    return true;
  });
  if (error) return [error, null];
  return isOwner
    ? [null, null]
    : [refused("Only the team's owner can change the invite code."), null];
}
