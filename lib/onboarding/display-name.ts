import "server-only";
import { callClerk } from "~/lib/calls/call-clerk";
import type { Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request/request-id";

/** Gives a user this name in Clerk, where menus and the admin pages read it. */
export async function saveDisplayName(userId: string, firstName: string): Promise<Result<null>> {
  const log = await requestLogger({ module: "onboarding" });
  const [error] = await callClerk(
    ({ users }) => users.updateUser(userId, { firstName, lastName: "" }),
    { resource: `clerk/users/${userId}`, log, attemptMs: 2_500, totalMs: 5_000, retries: 2 },
  );
  if (error?.code !== "validation") return error ? [error, null] : [null, null];
  // Clerk refuses names until "First and last name" is on. That must not stop anyone here.
  log.warn({ userId, err: error }, "Clerk takes no names: turn them on in its Dashboard");
  return [null, null];
}
