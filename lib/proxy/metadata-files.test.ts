import { type LocalClerk, startLocalClerk } from "@claims-starter/local-clerk";
import { NextFetchEvent } from "next/dist/server/web/spec-extension/fetch-event";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { decide, POLICY, type PolicyPath } from "~/lib/auth/policy";
import { addressOf } from "~/tests/tools/address-of.ts";

let clerk: LocalClerk;
let proxy: typeof import("~/proxy").default;

beforeAll(async () => {
  clerk = await startLocalClerk({ users: [], sessionClaims: { metadata: {} } });
  vi.stubEnv("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", clerk.publishableKey);
  vi.stubEnv("CLERK_SECRET_KEY", clerk.secretKey);
  vi.stubEnv("CLERK_API_URL", clerk.url);
  vi.stubEnv("CLERK_JWT_KEY", clerk.jwtKey);
  vi.stubEnv("NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED", "1");
  // Loaded only now: Clerk's SDK reads the environment when it is imported.
  ({ default: proxy } = await import("~/proxy"));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await clerk.close();
});

/** What the proxy does with a request of somebody who is signed out. */
async function ask(path: string, headers: Record<string, string>): Promise<string> {
  const request = new NextRequest(`http://localhost:3000${path}`, { headers });
  const event = new NextFetchEvent({ request, page: "/proxy", context: undefined });
  const answer = await proxy(request, event);
  const to = answer?.headers.get("location") ?? answer?.headers.get("x-middleware-rewrite") ?? "";
  const { pathname } = new URL(to, request.url);
  // Clerk passes a request on as a rewrite to its own address.
  return pathname === path ? "passed on" : `${answer?.status} ${pathname}`;
}

const DOCUMENT = { "sec-fetch-dest": "document" };
/** What only asks for an image, or pretends to: nothing of it may be left to a page's guard. */
const OTHERS = [{ "sec-fetch-dest": "image" }, { "sec-fetch-dest": "empty", rsc: "1" }, {}];
const FILES = ["icon", "icon.svg", "icon-1a2b3c/small", "opengraph-image.png", "sitemap.xml"];

const keys = (Object.keys(POLICY) as PolicyPath[]).filter((key) => !key.startsWith("/api/"));
const gated = keys.filter((key) => decide(key, null).kind !== "allow").map(addressOf);
const open = keys.filter((key) => decide(key, null).kind === "allow").map(addressOf);

describe.each(FILES)("%s", (file) => {
  test("of a gated page isn't there for those who may not open the page", async () => {
    expect(gated.length).toBeGreaterThan(0);
    for (const page of gated) {
      for (const headers of OTHERS)
        expect(await ask(`${page}/${file}`, headers)).toBe("404 /_not-found");
      expect(await ask(`${page}/${file}`, DOCUMENT)).toBe("307 /sign-in");
    }
  });

  test("of a page for anyone is for anyone", async () => {
    expect(open.length).toBeGreaterThan(0);
    for (const page of open) {
      const path = `${page}/${file}`.replace("//", "/");
      for (const headers of [DOCUMENT, ...OTHERS])
        expect(await ask(path, headers)).toBe("passed on");
    }
  });
});

test("a gated page itself is left to its guard, where the client router asks for it", async () => {
  for (const page of gated) expect(await ask(page, { rsc: "1" })).toBe("passed on");
});
