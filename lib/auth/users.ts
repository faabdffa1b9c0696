import "server-only";
import { clerkClient, type User } from "@clerk/nextjs/server";
import { type Claims, claimsOfMetadata } from "~/lib/auth/claims";
import { callService } from "~/lib/call";
import type { Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request-id";

/** What admin pages show of a user. Holds nothing private: it may go to the browser. */
export interface UserSummary {
  id: string;
  name: string;
  email: string;
  imageUrl: string;
  claims: Claims;
}

export const USERS_PER_PAGE = 20;
const LIMITS = { attemptMs: 3_000, totalMs: 6_000, retries: 2 };

export function summarize(user: User): UserSummary {
  return {
    id: user.id,
    name: [user.firstName, user.lastName].filter(Boolean).join(" "),
    email: user.primaryEmailAddress?.emailAddress ?? "",
    imageUrl: user.imageUrl,
    claims: claimsOfMetadata(user.publicMetadata),
  };
}

/**
 * One page of all users, newest first.
 * @param query part of a name, an address or an id; empty for everybody
 * @param page from 1
 */
export async function listUsers({
  query,
  page,
}: {
  query: string;
  page: number;
}): Promise<Result<{ users: UserSummary[]; total: number }>> {
  const log = await requestLogger({ module: "users" });
  const [error, list] = await callService(
    async () =>
      (await clerkClient()).users.getUserList({
        ...(query && { query }),
        limit: USERS_PER_PAGE,
        offset: (page - 1) * USERS_PER_PAGE,
        orderBy: "-created_at",
      }),
    { resource: "clerk/users", log, ...LIMITS },
  );
  if (error) {
    log.warn({ errorCode: error.code, err: error }, "Users could not be listed");
    return [error, null];
  }
  return [null, { users: list.data.map(summarize), total: list.totalCount }];
}
