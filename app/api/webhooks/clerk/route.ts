import { webhookRoute } from "~/lib/access/webhook-route";
import { handleUserEvent } from "~/lib/webhooks/clerk-events";

/** Clerk tells of users who come, change and go. */
export const POST = webhookRoute("/api/webhooks/clerk", handleUserEvent);
