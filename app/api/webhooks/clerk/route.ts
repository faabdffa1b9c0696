import { USER_WORK } from "~/lib/webhooks/clerk-events";
import { webhookRoute } from "~/lib/webhooks/webhook-route";

export const POST = webhookRoute("/api/webhooks/clerk", USER_WORK);
