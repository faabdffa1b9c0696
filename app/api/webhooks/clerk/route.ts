import { webhookRoute } from "~/lib/webhooks/webhook-route";
import { USER_WORK } from "~/lib/webhooks/clerk-events";

/** Clerk's messages about users. */
export const POST = webhookRoute("/api/webhooks/clerk", USER_WORK);
