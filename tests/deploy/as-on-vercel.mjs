/**
 * Loaded into the server before anything else: its own host name leads to this machine, and Clerk's
 * Frontend API to a fake. Nothing else is changed, so the keys and variables are those of production.
 */
import dns from "node:dns";

const { lookup } = dns;
dns.lookup = (host, ...rest) => lookup(host.endsWith(".vercel.app") ? "127.0.0.1" : host, ...rest);

const { fetch } = globalThis;
globalThis.fetch = (input, init) =>
  fetch(
    typeof input === "string"
      ? input.replace("https://frontend-api.clerk.dev", process.env.FAKE_FRONTEND_API)
      : input,
    init,
  );
