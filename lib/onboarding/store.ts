import "server-only";
import { z } from "zod";
import { collection, serverTime } from "~/lib/firebase/collection";
import type { Result } from "~/lib/firebase/errors";
import { DbError } from "~/lib/firebase/errors";
import type { StepSlug } from "~/lib/onboarding/steps";

const onboardingSchema = z.object({
  /** By step. Each is parsed by its own step where it is used. */
  answers: z.record(z.string(), z.unknown()).default({}),
  /** The team created or joined on the way; becomes a claim at the end. */
  teamId: z.string().nullable().default(null),
  completedAt: z.date().nullable().default(null),
});

export type Onboarding = z.infer<typeof onboardingSchema>;

/** `onboarding/{userId}`: one document for each user who has begun. */
const documents = collection("onboarding", onboardingSchema);

const NOTHING_YET: Onboarding = { answers: {}, teamId: null, completedAt: null };

/** What a user has answered so far; empty for one who has not begun. */
export async function readOnboarding(userId: string): Promise<Result<Onboarding>> {
  const [error, found] = await documents.read(userId);
  return error ? [error, null] : [null, found ?? NOTHING_YET];
}

/** Stores one step's answer in place of an earlier one; the other answers stay. Idempotent. */
export async function saveAnswer(
  userId: string,
  slug: StepSlug,
  answer: unknown,
  teamId?: string,
): Promise<Result<null>> {
  return documents.merge(
    userId,
    {
      answers: { [slug]: answer },
      updatedAt: await serverTime(),
      ...(teamId !== undefined && { teamId }),
    },
    [["answers", slug], ["updatedAt"], ...(teamId !== undefined ? [["teamId"]] : [])],
  );
}

/** Marks onboarding complete, the first time only; fine when repeated. */
export async function markComplete(userId: string): Promise<Result<null>> {
  const [error, onboarding] = await readOnboarding(userId);
  if (error) return [error, null];
  if (onboarding.completedAt) return [null, null];
  return documents.merge(userId, { completedAt: await serverTime() });
}

/** Forgets what a user has answered, when their account is deleted. */
export function deleteOnboarding(userId: string): Promise<Result<null>> {
  return documents.remove(userId);
}

/** The error of a finish that came before the last answer. */
export function unfinished(userId: string): DbError {
  return DbError.conflict({
    resource: `onboarding/${userId}`,
    message: "Some steps are not answered yet.",
  });
}
