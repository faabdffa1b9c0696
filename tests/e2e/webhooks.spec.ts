import type { APIRequestContext } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { expect, test } from "./support/test.ts";

/** A message signed as Clerk signs it. */
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

test("a user who is deleted in Clerk in the middle of onboarding leaves no document", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/onboarding/welcome");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL("/onboarding/profile");
  const commits = async () =>
    (await local.requests()).filter(
      ({ method, path }) => method === "Commit" && path.endsWith(`onboarding/${user.id}`),
    ).length;
  const saves = await commits();
  expect(saves).toBeGreaterThan(0);
  await local.clerk.users.deleteUser(user.id);
  await expect.poll(commits, { timeout: 15_000 }).toBe(saves + 1);
});

test("over HTTP: signed once is done, again is a duplicate, altered is refused", async ({
  request,
  local,
}) => {
  const user = await local.createUser();
  const id = `msg_${user.id}`;
  const sent = { type: "user.deleted", data: { id: user.id, deleted: true }, object: "event" };
  const first = await deliver(request, local.webhookSecret, { id, sent });
  expect(first.status()).toBe(200);
  expect(await first.json()).toEqual({ handled: true, duplicate: false });
  const again = await deliver(request, local.webhookSecret, { id, sent });
  expect(await again.json()).toEqual({ handled: true, duplicate: true });

  const created = { ...sent, type: "user.created" };
  const idle = await deliver(request, local.webhookSecret, { id: `${id}-2`, sent: created });
  expect(idle.status()).toBe(200);
  expect(await idle.json()).toEqual({ handled: false });

  const altered = await deliver(request, local.webhookSecret, {
    id: `${id}-3`,
    sent,
    signed: created,
  });
  expect(altered.status()).toBe(401);
});
