import "server-only";
import { z } from "zod";
import { collection, type Page } from "~/lib/firebase/collection";
import type { Result } from "~/lib/firebase/errors";

/** Text, not the roles and plans of today: the log outlives the names it was written with. */
const accessSchema = z.object({ role: z.string(), plan: z.string() });

/** What is changed. Of private metadata the log keeps the names of the fields, never a value. */
const changeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("access"), before: accessSchema, after: accessSchema }),
  z.object({ kind: z.literal("private-metadata"), fields: z.array(z.string()) }),
]);

export type Change = z.infer<typeof changeSchema>;

const entrySchema = z.object({
  /** Clerk's ids, and nothing else about people: entries stay when users go. */
  actorId: z.string(),
  targetId: z.string(),
  change: changeSchema,
  requestId: z.string().nullable(),
  at: z.date(),
  /** `pending`: begun, and whether Clerk has it is not known yet. */
  state: z.enum(["pending", "done", "failed"]),
  settledAt: z.date().optional(),
  /** Why it failed, or that it was settled later. */
  note: z.string().optional(),
});

export type AuditEntry = z.infer<typeof entrySchema>;
export type SettledState = Exclude<AuditEntry["state"], "pending">;

export const auditLog = collection("audit", entrySchema);

export const AUDIT_PER_PAGE = 20;

/**
 * One page of the log, newest first.
 * @param targetId only entries about this user
 * @param after id of the last entry of the page before
 */
export async function listAudit({
  targetId,
  after,
  limit = AUDIT_PER_PAGE,
}: {
  targetId?: string;
  after?: string | null;
  limit?: number;
}): Promise<Result<Page<AuditEntry>>> {
  return auditLog.list({
    orderBy: "at",
    direction: "desc",
    limit,
    ...(after && { after }),
    ...(targetId && { where: (query) => query.where("targetId", "==", targetId) }),
  });
}
