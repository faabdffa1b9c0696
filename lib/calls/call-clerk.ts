import "server-only";
import { createClerkClient } from "@clerk/nextjs/server";
import { type CallOptions, callService } from "~/lib/calls/call";
import { env } from "~/lib/env";
import type { Result } from "~/lib/firebase/errors";
import { SITE } from "~/lib/site";

type ClerkClient = ReturnType<typeof createClerkClient>;

/**
 * `callService` for Clerk's Backend API.
 * @example callClerk((clerk) => clerk.users.getUser(userId), { resource, log, ...LIMITS })
 */
export function callClerk<Value>(
  call: (clerk: ClerkClient) => Promise<Value>,
  options: CallOptions,
): Promise<Result<Value>> {
  const { CLERK_SECRET_KEY: secretKey, CLERK_API_URL: apiUrl } = env();
  return callService((attempt) => {
    // While a page renders, Next answers a GET that equals an earlier one from memory, a failed one
    // too (next/dist/server/lib/dedupe-fetch.js). So each try has a header of its own.
    const userAgent = `${SITE.slug}, try ${attempt}`;
    return call(createClerkClient({ secretKey, ...(apiUrl && { apiUrl }), userAgent }));
  }, options);
}
