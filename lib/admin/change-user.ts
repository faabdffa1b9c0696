import "server-only";
import type { z } from "zod";
import { refused } from "~/lib/access/denial";
import { auditedChange, type ChangeResult } from "~/lib/admin/audited-change";
import { type Claims, claimsOfMetadata, PLAN_NAMES, ROLE_NAMES } from "~/lib/auth/claims";
import { privateMetadataFields } from "~/lib/auth/private-metadata";
import { updatePrivateMetadata, updateUserMetadata } from "~/lib/auth/user-metadata";
import { DbError } from "~/lib/firebase/errors";
import type { Logger } from "~/lib/logger";
import { readUser } from "~/lib/users";

type Access = Pick<Claims, "role" | "plan">;
type PrivateMetadataFields = z.infer<typeof privateMetadataFields>;
type Fields = { [Name in keyof PrivateMetadataFields]?: PrivateMetadataFields[Name] | undefined };
type Who = { actorId: string; targetId: string; log: Logger };

const FIELD_NAMES = privateMetadataFields.keyof().options;

function isSame(one: Access, other: Access): boolean {
  return one.role === other.role && one.plan === other.plan;
}

/**
 * Gives a user a role and a plan. Admins can't change their own, so one admin is always left.
 * @param seen what the admin was looking at. If it has changed, the `conflict` says what it is now.
 */
export async function changeAccess(who: Who, seen: Access, wanted: Access): ChangeResult {
  if (who.targetId === who.actorId) {
    return [refused("Admins can’t change their own role or plan."), null];
  }
  if (isSame(seen, wanted)) return [refused("Choose another role or plan."), null];
  return auditedChange({
    ...who,
    change: { kind: "access", before: seen, after: wanted },
    check({ id, publicMetadata }) {
      const now = claimsOfMetadata(publicMetadata);
      if (isSame(now, seen)) return null;
      const message = `Someone else has changed this user. The role is now ${ROLE_NAMES[now.role]} and the plan ${PLAN_NAMES[now.plan]}. Check both before you save.`;
      return new DbError("conflict", { resource: `clerk/users/${id}`, message });
    },
    write: () => updateUserMetadata(who.targetId, wanted),
  });
}

/**
 * Replaces a user's private fields. The log gets the names of those that differ, and no values.
 * @param seenChange `lastChangeId` as the admin saw it; a `conflict` if it is another one now
 * @param fields all of them: one that is missing is deleted
 */
export async function changePrivateMetadata(
  who: Who,
  seenChange: string | undefined,
  fields: Fields,
): ChangeResult {
  const [readError, user] = await readUser(who.targetId);
  if (readError) return [readError, null];
  const changed = FIELD_NAMES.filter(
    (name) => (user.privateMetadata[name] ?? null) !== (fields[name] ?? null),
  );
  if (changed.length === 0) return [refused("There is nothing to change."), null];
  return auditedChange({
    ...who,
    change: { kind: "private-metadata", fields: changed },
    check({ id, privateMetadata }) {
      if ((privateMetadata.lastChangeId ?? undefined) === seenChange) return null;
      const message = "Someone else has changed these fields. Check them before you save.";
      return new DbError("conflict", { resource: `clerk/users/${id}`, message });
    },
    write: (lastChangeId) => {
      const patch = Object.fromEntries(changed.map((name) => [name, fields[name] ?? null]));
      return updatePrivateMetadata(who.targetId, { ...patch, lastChangeId });
    },
  });
}
