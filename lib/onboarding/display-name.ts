import "server-only";
import type { Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request/request-id";
import { saveName } from "~/lib/users";

/** Gives a user this name in Clerk, where menus and the admin pages read it. */
export async function saveDisplayName(userId: string, name: string): Promise<Result<null>> {
  const [error] = await saveName(userId, name);
  if (error?.code !== "validation") return error ? [error, null] : [null, null];
  // Clerk refuses names until "First and last name" is on. That must not stop anyone here.
  const log = await requestLogger({ module: "onboarding" });
  log.warn({ userId, err: error }, "Clerk takes no names: turn them on in its Dashboard");
  return [null, null];
}
