import { request as forward } from "node:http";
import { startLocalFirestore } from "@claims-starter/local-firestore";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findGated } from "../e2e/support/gated.ts";
import { ask, localServices, startServer } from "./container.ts";
import { fakeServer } from "./fake-server.ts";

const PUBLIC = "https://app.example.com";

/** A host name other than the one that the server has for itself. */
export function testsBehindProxies(image: () => string): void {
  test.each(["127.0.0.1", "127.0.0.2", "::1"])("does not start on %s", async (HOSTNAME) => {
    await using server = await startServer(image(), { HOSTNAME });
    expect(await server.exitCode()).toBe(1);
    expect(server.stderr).toContain("Use localhost or 0.0.0.0 as the host name.");
  });

  describe.each(["0.0.0.0", "localhost"])("behind a reverse proxy, on %s", (HOSTNAME) => {
    let server: Awaited<ReturnType<typeof startServer>>;
    let proxy: Awaited<ReturnType<typeof fakeServer>>;
    let firestore: Awaited<ReturnType<typeof startLocalFirestore>>;

    beforeAll(async () => {
      firestore = await startLocalFirestore({});
      server = await startServer(image(), { HOSTNAME, ...localServices(firestore) });
      proxy = await fakeServer((request, response, body) => {
        const headers = {
          ...request.headers,
          host: "app.internal",
          "x-forwarded-host": new URL(PUBLIC).host,
          "x-forwarded-proto": "https",
        };
        const { method, url: path } = request;
        forward({ host: "localhost", port: server.port, method, path, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        }).end(body);
      });
    });
    afterAll(async () => {
      await server?.[Symbol.asyncDispose]();
      await proxy?.[Symbol.asyncDispose]();
      await firestore?.close();
    });

    test("pages and denials have their status at once", async () => {
      const started = performance.now();
      expect((await ask(proxy.url)).status).toBe(200);
      expect((await ask(`${proxy.url}/dashboard`, {})).status).toBe(200);
      for (const { path } of [findGated({ plan: "pro" }) ?? []].flat()) {
        expect((await ask(proxy.url + path, {})).status).toBe(403);
      }
      expect((await ask(`${proxy.url}/nowhere`)).status).toBe(404);
      expect(performance.now() - started).toBeLessThan(10_000);
    });

    test("redirects lead to the visitor's own address", async () => {
      const signIn = (await ask(`${proxy.url}/dashboard`)).headers.get("location") ?? "";
      expect(new URL(signIn, PUBLIC).origin).toBe(PUBLIC);
      const returning = { cookie: "__client_uat=1700000000", "sec-fetch-dest": "document" };
      const handshake = await ask(`${proxy.url}/dashboard`, undefined, returning);
      const url = new URL(handshake.headers.get("location") ?? "", PUBLIC);
      expect(url.pathname).toBe("/v1/client/handshake");
      expect(url.searchParams.get("redirect_url")).toBe(`${PUBLIC}/dashboard`);
    });

    test("a form is taken from the visitor's own address, and from no other", async () => {
      const step = `${proxy.url}/onboarding/welcome`;
      const claims = { onboardingComplete: false };
      const page = await (await ask(step, claims)).text();
      const [form = ""] = /<form(?:(?!<\/form>).)*name="step".*?<\/form>/s.exec(page) ?? [];
      const body = new FormData();
      for (const [input] of form.matchAll(/<input[^>]+>/g)) {
        const of = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? "";
        body.set(of("name"), of("value").replaceAll("&quot;", '"'));
      }
      const send = (origin: string) => ask(step, claims, { origin }, body);
      expect((await send(PUBLIC)).status).toBe(303);
      expect((await send("https://other.example.com")).status).toBe(500);
    });
  });
}
