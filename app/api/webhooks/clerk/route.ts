import { USER_WORK } from "~/lib/webhooks/clerk-events";
import { webhookRoute } from "~/lib/webhooks/webhook-route";

/** Clerk's messages about users. */
export const POST = webhookRoute("/api/webhooks/clerk", USER_WORK);
