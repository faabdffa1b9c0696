import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signingKey } from "../tools/keys.ts";
import { HOST, KEYS, ON_VERCEL, startServer } from "./container.ts";
import { fakeServer } from "./fake-server.ts";
import { sessionToken } from "./session-token.ts";

/** Live keys on Vercel's own domain: Clerk's SDK serves the Frontend API below /__clerk by itself. */
export function testsOnVercelApp(image: () => string): void {
  describe("on *.vercel.app with live keys", () => {
    let server: Awaited<ReturnType<typeof startServer>>;
    let clerk: Awaited<ReturnType<typeof fakeServer>>;

    beforeAll(async () => {
      clerk = await fakeServer(async (request, response) => {
        const url = new URL(request.url ?? "/", "http://clerk.test");
        if (url.pathname !== "/v1/client/handshake") {
          response.end(
            JSON.stringify({ asked: url.pathname, secret: request.headers["clerk-secret-key"] }),
          );
          return;
        }
        const handshake = [
          `__session=${await sessionToken("user_1")}; Path=/; Secure`,
          `__client_uat=${Math.floor(Date.now() / 1_000) - 60}; Path=/`,
        ];
        const token = await new SignJWT({ handshake })
          .setProtectedHeader({ alg: "RS256", kid: "ins_1", typ: "JWT" })
          .sign(signingKey);
        const back = new URL(url.searchParams.get("redirect_url") ?? "");
        back.searchParams.set("__clerk_handshake", token);
        response.writeHead(307, { location: back.href }).end();
      });
      server = await startServer(image(), {
        ...ON_VERCEL,
        VERCEL: "1",
        VERCEL_ENV: "production",
        HOSTNAME: HOST,
        FAKE_FRONTEND_API: clerk.url,
        NODE_OPTIONS: `--import ${new URL("as-on-vercel.mjs", import.meta.url).href}`,
      });
    });
    afterAll(async () => {
      await server?.[Symbol.asyncDispose]();
      await clerk?.[Symbol.asyncDispose]();
    });

    test.each([
      "/npm/@clerk/clerk-js@6/dist/clerk.browser.js",
      "/npm/@clerk/ui@1/dist/ui.browser.js",
      "/v1/environment",
      "/v1/client/sessions/sess_1/tokens",
    ])("/__clerk%s is Clerk's answer", async (path) => {
      const response = await fetch(`${server.url}/__clerk${path}`);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ asked: path, secret: KEYS.CLERK_SECRET_KEY });
    });

    test("a page loads Clerk's scripts from there", async () => {
      const response = await fetch(`${server.url}/sign-in`, { headers: { accept: "text/html" } });
      expect(response.status).toBe(200);
      const page = await response.text();
      expect(page).toMatch(/<script[^>]* src="[^"]*\/__clerk\/npm\/@clerk\/clerk-js@/);
      expect(page).not.toContain("https://clerk.example.com");
    });

    test("a returning visitor is signed in by a handshake", async () => {
      // As a browser sends them, and as Vercel adds them.
      const fixed = {
        "sec-fetch-dest": "document",
        accept: "text/html",
        "x-forwarded-host": HOST,
        "x-forwarded-proto": "https",
      };
      const cookie = `__client_uat=${Math.floor(Date.now() / 1_000) - 60}`;
      const ask = (url: string, headers: Record<string, string> = {}) => {
        // What its host name leads to in the browser, it is here.
        const { pathname, search } = new URL(url, server.url);
        return fetch(server.url + pathname + search, {
          redirect: "manual",
          headers: { ...fixed, ...headers },
        });
      };
      const first = await ask("/dashboard", { cookie });
      expect(first.status).toBe(307);
      expect(first.headers.get("location")).toContain(
        `https://${HOST}/__clerk/v1/client/handshake?`,
      );

      const second = await ask(first.headers.get("location") ?? "");
      expect(second.status).toBe(307);
      const back = second.headers.get("location") ?? "";
      expect(new URL(back, server.url).pathname).toBe("/dashboard");

      const third = await ask(back, { cookie });
      expect(third.headers.getSetCookie().join()).toContain("__session=");
      expect(third.status, await third.text()).toBe(200);
    });
  });
}
