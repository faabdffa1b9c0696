import "server-only";
import { z } from "zod";
import { PLANS, ROLES } from "~/lib/auth/claims";
import { collection } from "~/lib/firebase/collection";
import type { Result } from "~/lib/firebase/errors";
import { type UserSummary, usersFrom } from "~/lib/users";

/** Clerk's largest pages that one report reads: up to 5,000 users. */
const MOST_PAGES = 10;
const WEEKS = 26;
const WEEK_MS = 7 * 86_400_000;
const KEPT_MS = 10 * 60_000;

const reportSchema = z.object({
  /** When the counting began. */
  at: z.date(),
  /** All users, and how many of them, newest first, the numbers below count. */
  total: z.int(),
  counted: z.int(),
  byRole: z.record(z.string(), z.int()),
  byPlan: z.record(z.string(), z.int()),
  /** Oldest week first; `from` is its Monday, in UTC. */
  signUps: z.array(z.object({ from: z.date(), count: z.int() })),
});

export type UsersReport = z.infer<typeof reportSchema>;

/** `reports/users`: the last report. Counting all users for each visit would use up Clerk's limits. */
const reports = collection("reports", reportSchema);

function startOfWeek(at: Date): number {
  const monday = at.getUTCDate() - ((at.getUTCDay() + 6) % 7);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), monday);
}

function countBy<Key extends string>(keys: readonly Key[], values: Key[]): Record<string, number> {
  return Object.fromEntries(keys.map((key) => [key, values.filter((one) => one === key).length]));
}

/** Counts users. Exported for its test; pages use `readUsersReport`. */
export function summarizeUsers(users: UserSummary[], total: number, at: Date): UsersReport {
  const firstWeek = startOfWeek(at) - (WEEKS - 1) * WEEK_MS;
  const weeks = users.map(({ createdAt }) => Math.floor((createdAt - firstWeek) / WEEK_MS));
  return {
    at,
    total,
    counted: users.length,
    byRole: countBy(
      ROLES,
      users.map(({ claims }) => claims.role),
    ),
    byPlan: countBy(
      PLANS,
      users.map(({ claims }) => claims.plan),
    ),
    signUps: Array.from({ length: WEEKS }, (_, index) => ({
      from: new Date(firstWeek + index * WEEK_MS),
      count: weeks.filter((week) => week === index).length,
    })),
  };
}

async function countUsers(isStored: boolean): Promise<Result<UsersReport>> {
  const at = new Date();
  const users: UserSummary[] = [];
  let total = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const [error, list] = await usersFrom(users.length);
    if (error) return [error, null];
    total = list.total;
    users.push(...list.users);
    if (list.users.length === 0 || users.length >= total) break;
  }
  const report = summarizeUsers(users, total, at);
  // A report that can't be stored is logged there, and still shown.
  if (isStored) await reports.merge("users", report);
  return [null, report];
}

/**
 * Visitors who come while users are being counted share the count. Next loads this module once for
 * pages and once for route handlers, so a process counts twice at most.
 */
let counting: Promise<Result<UsersReport>> | null = null;

/** The numbers on all users, at most ten minutes old. A stored report that can't be read is replaced. */
export async function readUsersReport(): Promise<Result<UsersReport>> {
  const [readError, stored] = await reports.read("users");
  if (stored && Date.now() - stored.at.getTime() < KEPT_MS) return [null, stored];
  // Storing where reading has just taken its time in vain would double it.
  counting ??= countUsers(!readError?.isRetryable).finally(() => {
    counting = null;
  });
  return counting;
}
