import "server-only";
import type { User } from "@clerk/nextjs/server";
import { type Claims, claimsOfMetadata } from "~/lib/auth/claims";
import { callClerk } from "~/lib/calls/call-clerk";
import { DbError, type Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request/request-id";

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

/** The most that Clerk gives at once. */
export const LARGEST_PAGE = 500;
const LIMITS = { attemptMs: 3_000, totalMs: 6_000, retries: 2 };

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

type Order = "-created_at" | "+created_at" | "+first_name" | "-first_name";

/** Some users in this order, and how many there are. */
async function fetchUsers(
  selection: { query?: string; userId?: string[] },
  offset: number,
  limit: number,
  orderBy: Order = "-created_at",
): Promise<Result<{ users: User[]; total: number }>> {
  const log = await requestLogger({ module: "users" });
  const [error, list] = await callClerk(
    ({ users }) =>
      users.getUserList({
        ...selection,
        limit,
        offset,
        orderBy,
      }),
    { resource: "clerk/users", log: log.child(selection), ...LIMITS },
  );
  return error ? [error, null] : [null, { users: list.data, total: list.totalCount }];
}

/**
 * Users from `offset` on, newest first unless another order is given, and how many there are in all.
 * @param limit at most 500
 * @param query part of a name, an email address or an id; empty for all users
 */
export async function usersFrom(
  offset: number,
  limit = LARGEST_PAGE,
  query = "",
  orderBy?: Order,
): Promise<Result<{ users: UserSummary[]; total: number }>> {
  const [error, found] = await fetchUsers(query ? { query } : {}, offset, limit, orderBy);
  return error ? [error, null] : [null, { ...found, users: found.users.map(summarize) }];
}

/** A user with all their metadata: for the server alone. `not-found` when there is none. */
export async function readUser(userId: string): Promise<Result<User>> {
  const log = await requestLogger({ module: "users" });
  const resource = `clerk/users/${userId}`;
  const result = await callClerk(({ users }) => users.getUser(userId), {
    resource,
    log,
    ...LIMITS,
  });
  if (result[0]?.code === "not-found") {
    return [
      new DbError("not-found", { resource, message: "There is no such user.", cause: result[0] }),
      null,
    ];
  }
  return result;
}

/** Gives a user this name, which menus and the admin pages show; an empty one removes it. */
export async function saveName(userId: string, firstName: string): Promise<Result<User>> {
  const log = await requestLogger({ module: "users" });
  return callClerk(({ users }) => users.updateUser(userId, { firstName, lastName: "" }), {
    resource: `clerk/users/${userId}`,
    log,
    ...LIMITS,
  });
}

/** These users (at most 100), by id; those who are gone are not in it. */
export async function findUsersById(
  userIds: Iterable<string>,
): Promise<Result<Map<string, UserSummary>>> {
  const userId = [...new Set(userIds)];
  if (userId.length === 0) return [null, new Map()];
  const [error, found] = await fetchUsers({ userId }, 0, 100);
  return error
    ? [error, null]
    : [null, new Map(found.users.map(summarize).map((user) => [user.id, user]))];
}
