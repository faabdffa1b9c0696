import "server-only";
import type { User } from "@clerk/nextjs/server";
import { auditedChange } from "~/lib/audit/change";
import { type Claims, claimsOfMetadata } from "~/lib/auth/claims";
import { planName, roleName } from "~/lib/auth/explain";
import type { PrivateMetadataFields } from "~/lib/auth/private-metadata";
import { updatePrivateMetadata, updateUserMetadata } from "~/lib/auth/user-metadata";
import { readUser } from "~/lib/auth/users";
import { DbError, type Result } from "~/lib/firebase/errors";
import type { Logger } from "~/lib/logger";

export type Access = Pick<Claims, "role" | "plan">;

interface Who {
  /** The acting admin, from a session that was looked up afresh. */
  actorId: string;
  userId: string;
  log: Logger;
}

function isSame(one: Access, other: Access): boolean {
  return one.role === other.role && one.plan === other.plan;
}

/**
 * Gives a user a role and a plan, with an audit entry. Nobody changes themselves: so nobody raises
 * themselves, and since only admins get here, one admin is always left.
 * @param seen what the acting admin was looking at; when it is not so any more, nothing is written
 */
export async function changeAccess(
  { actorId, userId, log }: Who,
  seen: Access,
  wanted: Access,
): Promise<Result<User>> {
  const resource = `clerk/users/${userId}`;
  if (userId === actorId) {
    const message = "You cannot change your own role or plan. Ask another admin.";
    return [DbError.permissionDenied({ resource, message }), null];
  }
  if (isSame(seen, wanted)) {
    return [DbError.validation({ resource, message: "There is nothing to change." }), null];
  }
  return auditedChange({
    actorId,
    targetId: userId,
    change: { kind: "access", before: seen, after: wanted },
    log,
    check(user) {
      const now = claimsOfMetadata(user.publicMetadata);
      if (isSame(now, seen)) return null;
      const message = `Somebody else has changed this user meanwhile: the role is ${roleName(now.role)} and the plan ${planName(now.plan)} now. Please look again before you save.`;
      return DbError.conflict({ resource, message });
    },
    write: () => updateUserMetadata(userId, wanted),
  });
}

type PrivateFields = {
  [Name in keyof PrivateMetadataFields]: PrivateMetadataFields[Name] | null;
};

/**
 * Writes a user's private metadata, with an audit entry that names the fields that differ.
 * @param seenChange `lastChangeId` as the acting admin saw it, null when there was none
 * @param fields all of them; null deletes one
 */
export async function changePrivateMetadata(
  { actorId, userId, log }: Who,
  seenChange: string | null,
  fields: PrivateFields,
): Promise<Result<User>> {
  const resource = `clerk/users/${userId}`;
  const [unread, user] = await readUser(userId);
  if (unread) return [unread, null];
  const stored = new Map(Object.entries(user.privateMetadata));
  const changed = Object.entries(fields)
    .filter(([name, value]) => (stored.get(name) ?? null) !== value)
    .map(([name]) => name);
  if (changed.length === 0) {
    return [DbError.validation({ resource, message: "There is nothing to change." }), null];
  }
  return auditedChange({
    actorId,
    targetId: userId,
    change: { kind: "private-metadata", fields: changed },
    log,
    check({ privateMetadata }) {
      if ((privateMetadata.lastChangeId ?? null) === seenChange) return null;
      const message =
        "Somebody else has changed these fields meanwhile. Please look again before you save.";
      return DbError.conflict({ resource, message });
    },
    write: (id) => updatePrivateMetadata(userId, { ...fields, lastChangeId: id }),
  });
}
