import { Webhook } from "standardwebhooks";

/** A message as Clerk signs and sends it. The same `id` is the same message, sent again. */
export function send(
  { appUrl, webhookSecret }: { appUrl: string; webhookSecret: string },
  type: "user.updated" | "user.deleted",
  { id, userId }: { id: string; userId: string },
): Promise<Response> {
  const at = new Date();
  const body = JSON.stringify({ object: "event", type, data: { id: userId } });
  return fetch(`${appUrl}/api/webhooks/clerk`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "svix-id": id,
      "svix-timestamp": String(Math.floor(at.getTime() / 1_000)),
      "svix-signature": new Webhook(webhookSecret).sign(id, at, body),
    },
  });
}
