import "server-only";
import { z } from "zod";
import { collection } from "~/lib/firebase/collection";

/** Plain text, because the log outlives the names that roles and plans have today. */
const accessSchema = z.object({ role: z.string(), plan: z.string() });

/** Of private metadata the log keeps the names of the changed fields, and no values. */
const changeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("access"), before: accessSchema, after: accessSchema }),
  z.object({ kind: z.literal("private-metadata"), fields: z.array(z.string()) }),
]);

const entrySchema = z.object({
  /** Clerk's ids are all the log knows about people, so entries stay when users are deleted. */
  actorId: z.string(),
  targetId: z.string(),
  change: changeSchema,
  requestId: z.string().nullable(),
  at: z.date(),
  /** `pending`: whether Clerk has the change isn't recorded yet. */
  state: z.enum(["pending", "done", "failed"]),
  settledAt: z.date().optional(),
  /** Why it failed, or how the outcome was found later. */
  note: z.string().optional(),
});

export type AuditEntry = z.infer<typeof entrySchema>;

export const auditLog = collection("audit", entrySchema);

/**
 * One page of the log, newest first.
 * @param after id of the last entry on the previous page
 * @param targetId only entries about this user
 */
export function listAudit(limit: number, { after = "", targetId = "" }) {
  return auditLog.list({
    orderBy: "at",
    direction: "desc",
    limit,
    after,
    where: (query) => (targetId ? query.where("targetId", "==", targetId) : query),
  });
}
