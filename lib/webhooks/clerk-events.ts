import "server-only";
import type { UserWebhookEvent } from "@clerk/nextjs/webhooks";
import { forgetUser } from "~/lib/firebase/collection";
import type { Result } from "~/lib/firebase/errors";

/** Work by the type of Clerk's message. It gets the id of the user that the message is about. */
export type UserWork = Partial<
  Record<UserWebhookEvent["type"], (userId: string) => Promise<Result<null>>>
>;

/** Root collections whose entries stay when a user goes. They hold no personal data but ids. */
const LOGS = ["audit", "webhookDeliveries"];

/**
 * What to do when Clerk says that a user was created, updated or deleted. Types that are not listed
 * are answered with 200 and cost nothing. To greet new users, add
 * `"user.created": (userId) => sendWelcome(userId)`.
 *
 * Work must be idempotent: a message may come late, twice, or after a newer one. It gets no more
 * than the id, because the user in the message may be outdated. Think twice before you list
 * `user.updated`: Clerk sends it at every change of a claim, and each message takes a transaction.
 */
export const USER_WORK: UserWork = {
  "user.deleted": (userId) => forgetUser(userId, LOGS),
};
