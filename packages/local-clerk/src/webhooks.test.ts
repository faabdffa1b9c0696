import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { verifyWebhook } from "@clerk/backend/webhooks";
import { expect, it } from "vitest";
import { ADMIN, backendClient, PASSWORD, startTestClerk } from "./testing/local-clerk.ts";

const signingSecret = `whsec_${Buffer.from("only for this test").toString("base64")}`;

/** A webhook endpoint that answers with the next status of the list, and 200 after that. */
async function startReceiver(statuses: number[] = []) {
  const received: Request[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const headers = new Headers(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    );
    received.push(
      new Request("http://localhost/", { method: "POST", headers, body: Buffer.concat(chunks) }),
    );
    outgoing.writeHead(statuses.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://localhost:${port}/`,
    received,
    [Symbol.dispose]: () => void server.close(),
  };
}

it("tells the app of users that come, change and go, signed as Clerk signs", async () => {
  using receiver = await startReceiver();
  await using clerk = await startTestClerk({
    webhook: { url: receiver.url, secret: signingSecret },
  });
  const { users } = backendClient(clerk);

  const user = await users.createUser({ emailAddress: ["new@example.com"], password: PASSWORD });
  await expect.poll(() => receiver.received.length).toBe(1);
  await users.updateUserMetadata(user.id, { publicMetadata: { role: "user" } });
  await expect.poll(() => receiver.received.length).toBe(2);
  await users.deleteUser(user.id);
  await expect.poll(() => receiver.received.length).toBe(3);

  const events = await Promise.all(
    receiver.received.map((request) => verifyWebhook(request, { signingSecret })),
  );
  expect(events).toMatchObject([
    {
      type: "user.created",
      data: {
        id: user.id,
        object: "user",
        email_addresses: [{ email_address: "new@example.com" }],
      },
    },
    { type: "user.updated", data: { id: user.id, public_metadata: { role: "user" } } },
    { type: "user.deleted", data: { id: user.id, deleted: true } },
  ]);
});

it("tries again under the same id until the app takes it, and keeps no caller waiting", async () => {
  using receiver = await startReceiver([500, 503]);
  await using clerk = await startTestClerk({
    webhook: { url: receiver.url, secret: signingSecret },
  });
  const { users } = backendClient(clerk);
  await users.updateUser(ADMIN.id, { firstName: "New" });
  await expect.poll(() => receiver.received.length, { timeout: 5_000 }).toBe(3);
  const ids = receiver.received.map((request) => request.headers.get("svix-id"));
  expect(new Set(ids).size).toBe(1);
});

it("says nothing of the seed", async () => {
  using receiver = await startReceiver();
  await using clerk = await startTestClerk({
    webhook: { url: receiver.url, secret: signingSecret },
  });
  await clerk.reset();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(receiver.received).toHaveLength(0);
});
