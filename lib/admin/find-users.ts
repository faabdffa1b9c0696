import "server-only";
import type { Plan, Role } from "~/lib/auth/claims";
import type { Result } from "~/lib/firebase/errors";
import { LARGEST_PAGE, type UserSummary, usersFrom } from "~/lib/users";

const USERS_PER_PAGE = 20;

/** How users may be sorted: by what Clerk itself can sort by. */
const ORDERS = {
  newest: "-created_at",
  oldest: "+created_at",
  name: "+first_name",
  "-name": "-first_name",
} as const;

export type UserSort = keyof typeof ORDERS;
export const USER_SORTS = ["newest", "oldest", "name", "-name"] as const satisfies UserSort[];

/** One request looks through this many of Clerk's largest pages, or for this long. */
const PAGES_PER_SCAN = 4;
const SCAN_MS = 4_000;

export interface UserFilter {
  /** Part of a name, an email address or an id. */
  query: string;
  role?: Role | undefined;
  plan?: Plan | undefined;
  /** "newest" unless given. */
  sort?: UserSort | undefined;
}

/** `next` is the offset to continue from, null at the end; `total` counts users of any role. */
type FoundUsers = { users: UserSummary[]; next: number | null; total: number };

/**
 * Up to 20 users from `offset` on. Clerk searches names but can't select by metadata:
 * for a role or a plan this looks through the users, and in a long list may stop before it has
 * found 20. A failure in the middle loses nothing that was found: it comes again with the next call.
 */
export async function findUsers(filter: UserFilter, offset: number): Promise<Result<FoundUsers>> {
  const { query, role, plan, sort = "newest" } = filter;
  const limit = role || plan ? LARGEST_PAGE : USERS_PER_PAGE;
  const stopAt = performance.now() + SCAN_MS;
  const users: UserSummary[] = [];
  let [at, total] = [offset, Number.POSITIVE_INFINITY];
  for (let page = 0; page < PAGES_PER_SCAN && performance.now() < stopAt; page += 1) {
    const [error, list] = await usersFrom(at, limit, query, ORDERS[sort]);
    if (error && at === offset) return [error, null];
    if (error) break;
    total = list.total;
    for (const user of list.users) {
      at += 1;
      const { claims } = user;
      if ((!role || claims.role === role) && (!plan || claims.plan === plan)) users.push(user);
      if (users.length === USERS_PER_PAGE) break;
    }
    if (list.users.length === 0) at = total; // Someone was deleted in between.
    if (users.length === USERS_PER_PAGE || at >= total) break;
  }
  return [null, { users, next: at < total ? at : null, total }];
}
