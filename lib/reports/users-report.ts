import "server-only";
import { z } from "zod";
import { PLANS, type Plan, ROLES, type Role } from "~/lib/auth/claims";
import { type UserSummary, usersFrom } from "~/lib/auth/users";
import { collection } from "~/lib/firebase/collection";
import type { Result } from "~/lib/firebase/errors";

/** Clerk's largest pages that one report reads: up to 5,000 users. */
const MOST_PAGES = 10;
const WEEKS = 8;
const WEEK_MS = 7 * 86_400_000;
/** A report older than this is made anew even when no webhook has said that users changed. */
const KEPT_MS = 60 * 60_000;

const reportSchema = z.object({
  /** All users, and how many of them, newest first, the numbers below count. */
  total: z.int(),
  counted: z.int(),
  byRole: z.record(z.string(), z.int()),
  byPlan: z.record(z.string(), z.int()),
  /** Oldest week first; `from` is its first day, Monday, in UTC. */
  signUps: z.array(z.object({ from: z.date(), count: z.int() })),
});

export type UsersReport = z.infer<typeof reportSchema>;

/**
 * The last report, kept in Firestore: going through all users of Clerk for every visit would be
 * slow and would use up its rate limit. Webhooks say when it no longer holds.
 */
const kept = collection(
  "reports",
  z.object({
    startedAt: z.date().optional(),
    report: reportSchema.optional(),
    invalidatedAt: z.date().optional(),
  }),
);
const ID = "users";

function startOfWeek(at: number): number {
  const day = new Date(at);
  day.setUTCHours(0, 0, 0, 0);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.getTime();
}

function countBy<Key extends string>(
  keys: readonly Key[],
  users: UserSummary[],
  keyOf: (user: UserSummary) => Key,
): Record<string, number> {
  return Object.fromEntries(
    keys.map((key) => [key, users.filter((user) => keyOf(user) === key).length]),
  );
}

/** Counts users. Exported for its test; pages use `readUsersReport`. */
export function summarizeUsers(users: UserSummary[], total: number, now: number): UsersReport {
  const thisWeek = startOfWeek(now);
  return {
    total,
    counted: users.length,
    byRole: countBy<Role>(ROLES, users, ({ claims }) => claims.role),
    byPlan: countBy<Plan>(PLANS, users, ({ claims }) => claims.plan),
    signUps: Array.from({ length: WEEKS }, (_, index) => {
      const from = thisWeek - (WEEKS - 1 - index) * WEEK_MS;
      return {
        from: new Date(from),
        count: users.filter(({ createdAt }) => createdAt >= from && createdAt < from + WEEK_MS)
          .length,
      };
    }),
  };
}

async function makeReport(now: number): Promise<Result<UsersReport>> {
  const users: UserSummary[] = [];
  let total = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const [error, list] = await usersFrom(users.length);
    if (error) return [error, null];
    total = list.total;
    users.push(...list.users);
    if (list.users.length === 0 || users.length >= total) break;
  }
  return [null, summarizeUsers(users, total, now)];
}

/** The numbers on all users, at most an hour old, and when they were counted. */
export async function readUsersReport(): Promise<Result<{ report: UsersReport; at: Date }>> {
  const [error, stored] = await kept.read(ID);
  if (error) return [error, null];
  const now = Date.now();
  const { report, startedAt, invalidatedAt } = stored ?? {};
  const isCurrent =
    startedAt !== undefined &&
    now - startedAt.getTime() < KEPT_MS &&
    (invalidatedAt === undefined || startedAt > invalidatedAt);
  if (report && isCurrent) return [null, { report, at: startedAt }];

  // The time before it starts to count: what is invalidated meanwhile is not taken for current.
  const at = new Date(now);
  const [failed, made] = await makeReport(now);
  if (failed) return [failed, null];
  const [unwritten] = await kept.merge(ID, { startedAt: at, report: made });
  return unwritten ? [unwritten, null] : [null, { report: made, at }];
}

/** Makes the next visitor's report a new one. Idempotent. */
export function invalidateUsersReport(): Promise<Result<null>> {
  return kept.merge(ID, { invalidatedAt: new Date() });
}
