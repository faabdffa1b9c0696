import { env } from "~/lib/env";
import { refuse } from "~/lib/env/refuse";
import { checkNode } from "~/lib/env/supported-node";

/**
 * In the proxy, Next renames loopback addresses to `localhost`, and takes a rewrite to another name
 * for one to another server: it would ask itself until it times out (next/dist/server/web/next-url.js).
 */
function checkHostName(): void {
  const ownUrl = process.env.__NEXT_PRIVATE_ORIGIN ?? "";
  if (!/^https?:\/\/(127\.|\[::1\])/.test(ownUrl)) return;
  throw new Error(
    "Use localhost or 0.0.0.0 as the host name. Next can't serve this app on 127.0.0.1 or ::1.",
  );
}

/**
 * Ends the process with exit code 1, and a line for each problem, when its environment, host name
 * or Node is wrong. It doesn't throw: Next only logs what `register` in instrumentation.ts throws, and
 * goes on listening.
 */
export function refuseWrongEnvironment(): void {
  try {
    checkHostName();
    const variables = env();
    if (variables.NODE_ENV === "production") checkNode(Boolean(variables.LOCAL_SERVICES));
  } catch (error) {
    refuse(error);
  }
}
