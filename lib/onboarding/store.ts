import "server-only";
import { z } from "zod";
import { collection, serverTime } from "~/lib/firebase/collection";
import type { Result } from "~/lib/firebase/errors";
import type { Entry } from "~/lib/onboarding/entry";

const onboardingSchema = z.object({
  /** What was entered, by step. Each is parsed with its step's schema where it is used. */
  answers: z.record(z.string(), z.unknown()).default({}),
  completedAt: z.date().nullable().default(null),
});

export type Onboarding = z.infer<typeof onboardingSchema>;

/** `onboarding/{userId}` */
const documents = collection("onboarding", onboardingSchema);

/** What a user has answered so far; empty for one who has not begun. */
export async function readOnboarding(userId: string): Promise<Result<Onboarding>> {
  const [error, found] = await documents.read(userId);
  return error ? [error, null] : [null, found ?? { answers: {}, completedAt: null }];
}

/** Saves what was entered in one step; the other answers stay. Idempotent. */
export async function saveAnswer(
  userId: string,
  slug: string,
  entry: Entry,
): Promise<Result<null>> {
  const written = { answers: { [slug]: entry }, updatedAt: await serverTime() };
  return documents.merge(userId, written, [["answers", slug], ["updatedAt"]]);
}

/** Marks onboarding complete. Idempotent. */
export async function markComplete(userId: string): Promise<Result<null>> {
  return documents.merge(userId, { completedAt: await serverTime() });
}
