import "server-only";
import { clerkClient, type User } from "@clerk/nextjs/server";
import { type Claims, claimsOfMetadata, type Plan, type Role } from "~/lib/auth/claims";
import { callService } from "~/lib/call";
import { DbError, type Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request-id";

/** What admin pages show of a user. Holds nothing private: it may go to the browser. */
export interface UserSummary {
  id: string;
  name: string;
  email: string;
  imageUrl: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  claims: Claims;
}

/** Who is looked for: `query` is part of a name, an address or an id; null is any. */
export interface UserFilter {
  query: string;
  role: Role | null;
  plan: Plan | null;
}

export const USERS_PER_PAGE = 20;
/** The most that Clerk gives at once. */
const LARGEST_PAGE = 500;
const LIMITS = { attemptMs: 3_000, totalMs: 6_000, retries: 2 };
/** One request of a browser looks through this many pages, or for this long, and then reports. */
const PAGES_PER_SCAN = 4;
const SCAN_MS = 4_000;

export function summarize(user: User): UserSummary {
  return {
    id: user.id,
    name: [user.firstName, user.lastName].filter(Boolean).join(" "),
    email: user.primaryEmailAddress?.emailAddress ?? "",
    imageUrl: user.imageUrl,
    createdAt: user.createdAt,
    claims: claimsOfMetadata(user.publicMetadata),
  };
}

/** Some users as Clerk orders them, newest first, and how many there are. */
async function fetchUsers(
  selection: { query?: string; userId?: string[] },
  offset: number,
  limit: number,
): Promise<Result<{ users: User[]; total: number }>> {
  const log = await requestLogger({ module: "users" });
  const [error, list] = await callService(
    async () =>
      (await clerkClient()).users.getUserList({
        ...selection,
        limit,
        offset,
        orderBy: "-created_at",
      }),
    { resource: "clerk/users", log, ...LIMITS },
  );
  if (error) {
    log.warn({ errorCode: error.code, err: error }, "Users could not be listed");
    return [error, null];
  }
  return [null, { users: list.data, total: list.totalCount }];
}

/**
 * One page of all users, newest first.
 * @param page from 1
 */
export async function listUsers({
  query,
  page,
}: {
  query: string;
  page: number;
}): Promise<Result<{ users: UserSummary[]; total: number }>> {
  const [error, found] = await fetchUsers(
    query ? { query } : {},
    (page - 1) * USERS_PER_PAGE,
    USERS_PER_PAGE,
  );
  return error ? [error, null] : [null, { ...found, users: found.users.map(summarize) }];
}

export interface Scan {
  users: UserSummary[];
  /** Where to look on; null when everybody was looked at. */
  next: number | null;
  /** How many users there are to look through. */
  total: number;
}

function fits({ role, plan }: UserFilter, { claims }: UserSummary): boolean {
  return (role === null || claims.role === role) && (plan === null || claims.plan === plan);
}

/**
 * Up to 500 users from `offset` on, newest first, whatever they are: for pages that have to see
 * everybody and count or choose by themselves.
 */
export async function usersFrom(
  offset: number,
  limit = LARGEST_PAGE,
): Promise<Result<{ users: UserSummary[]; total: number }>> {
  const [error, found] = await fetchUsers({}, offset, limit);
  return error ? [error, null] : [null, { ...found, users: found.users.map(summarize) }];
}

/**
 * Looks through the users from `offset` on for those that fit, because Clerk cannot select by
 * metadata. Ends when a page of them is found or when one request has done its share; the caller
 * goes on at `next`. What was found before a failure is not lost: the failure comes with the next
 * call. The result is cut where the page is full, so that nobody is passed over.
 */
export async function scanUsers(filter: UserFilter, offset: number): Promise<Result<Scan>> {
  const started = performance.now();
  const selection = filter.query ? { query: filter.query } : {};
  const found: UserSummary[] = [];
  let at = offset;
  let total = 0;
  for (let page = 0; page < PAGES_PER_SCAN && performance.now() - started < SCAN_MS; page += 1) {
    const [error, list] = await fetchUsers(selection, at, LARGEST_PAGE);
    if (error) return at === offset ? [error, null] : [null, { users: found, next: at, total }];
    total = list.total;
    for (const user of list.users.map(summarize)) {
      at += 1;
      if (fits(filter, user)) found.push(user);
      if (found.length === USERS_PER_PAGE) break;
    }
    const isEnd = list.users.length === 0 || at >= total;
    if (isEnd) return [null, { users: found, next: null, total }];
    if (found.length === USERS_PER_PAGE) break;
  }
  return [null, { users: found, next: at, total }];
}

/** A user with all their metadata: for the server alone. `not-found` when there is none. */
export async function readUser(userId: string): Promise<Result<User>> {
  const log = await requestLogger({ module: "users" });
  const resource = `clerk/users/${userId}`;
  const result = await callService(async () => (await clerkClient()).users.getUser(userId), {
    resource,
    log,
    ...LIMITS,
  });
  if (result[0]?.code === "not-found") {
    return [
      DbError.notFound({ resource, message: "There is no such user.", cause: result[0] }),
      null,
    ];
  }
  return result;
}

/** What to call these users (at most 100), by id; those who are gone are not in it. */
export async function namesOf(userIds: Iterable<string>): Promise<Result<Map<string, string>>> {
  const userId = [...new Set(userIds)];
  if (userId.length === 0) return [null, new Map()];
  const [error, found] = await fetchUsers({ userId }, 0, 100);
  if (error) return [error, null];
  return [
    null,
    new Map(
      found.users.map(summarize).map((user) => [user.id, user.name || user.email || user.id]),
    ),
  ];
}
