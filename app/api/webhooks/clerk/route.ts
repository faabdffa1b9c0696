import { handleUserEvent } from "~/lib/webhooks/clerk-events";
import { webhookRoute } from "~/lib/webhooks/webhook-route";

/** Clerk tells of users who come, change and go. */
export const POST = webhookRoute("/api/webhooks/clerk", handleUserEvent);
