import type { APIRequestContext } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { expect, test } from "./support/test.ts";

/** A message signed as Clerk signs, delivered by whoever has the secret. */
async function deliver(
  request: APIRequestContext,
  secret: string,
  { id, sent, signed = sent }: { id: string; sent: object; signed?: object },
) {
  const at = new Date();
  return request.post("/api/webhooks/clerk", {
    headers: {
      "content-type": "application/json",
      "svix-id": id,
      "svix-timestamp": String(Math.floor(at.getTime() / 1_000)),
      "svix-signature": new Webhook(secret).sign(id, at, JSON.stringify(signed)),
    },
    data: JSON.stringify(sent),
  });
}

test("a user who is made in Clerk gets the claims that everybody starts with", async ({
  local,
}) => {
  const emailAddress = [`webhook-${Date.now()}@example.com`];
  const user = await local.clerk.users.createUser({ emailAddress, skipPasswordRequirement: true });
  await expect
    .poll(() => local.claimsOf(user.id), { timeout: 15_000 })
    .toEqual({ role: "user", plan: "free" });
});

test("over HTTP: signed once is done, again is a duplicate, altered is refused", async ({
  request,
  local,
}) => {
  const user = await local.createUser();
  const id = `msg_${user.id}`;
  const sent = { type: "user.created", data: { id: user.id }, object: "event" };
  const first = await deliver(request, local.webhookSecret, { id, sent });
  expect(first.status()).toBe(200);
  expect(await first.json()).toEqual({ handled: true, duplicate: false });
  expect(await local.claimsOf(user.id)).toEqual({ role: "user", plan: "free" });

  const again = await deliver(request, local.webhookSecret, { id, sent });
  expect(await again.json()).toEqual({ handled: true, duplicate: true });

  const forged = { ...sent, type: "user.deleted" };
  const altered = await deliver(request, local.webhookSecret, {
    id: `${id}-2`,
    sent: forged,
    signed: sent,
  });
  expect(altered.status()).toBe(401);
});
