import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { verifyWebhook } from "@clerk/backend/webhooks";

/** A webhook endpoint of an app: what came in, and what it says once Clerk's own check let it pass. */
export async function receiveWebhooks() {
  const secret = `whsec_${Buffer.from("only for this test").toString("base64")}`;
  const received: Request[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]);
    const body = Buffer.concat(chunks);
    received.push(new Request("http://localhost/", { method: "POST", headers, body }));
    outgoing.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    webhook: { url: `http://localhost:${port}/`, secret },
    received,
    events: () =>
      Promise.all(received.map((one) => verifyWebhook(one.clone(), { signingSecret: secret }))),
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
