import { createServer } from "node:http";
import { createClerkClient } from "@clerk/backend";

const clerk = createClerkClient({
  secretKey: process.env.CLERK_SECRET_KEY,
  publishableKey: process.env.CLERK_PUBLISHABLE_KEY,
  apiUrl: process.env.CLERK_API_URL,
});

const server = createServer(async (incoming, response) => {
  const origin = `http://${incoming.headers.host}`;
  const state = await clerk.authenticateRequest(
    new Request(new URL(incoming.url, origin), { headers: incoming.headers }),
    { proxyUrl: origin + process.env.CLERK_PROXY_URL },
  );
  for (const [name, value] of state.headers) response.appendHeader(name, value);
  if (state.headers.has("location")) return response.writeHead(307).end();
  const { userId } = state.toAuth();
  if (!userId) return response.writeHead(401).end("Signed out");
  const { primaryEmailAddress } = await clerk.users.getUser(userId);
  response.end(`Signed in as ${primaryEmailAddress?.emailAddress}`);
});
server.listen(process.env.PORT);
