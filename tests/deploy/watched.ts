import { startLocalFirestore } from "@claims-starter/local-firestore";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SITE } from "../../lib/site.ts";
import { ask, LOCAL_HOST, localServices, startServer } from "./container.ts";
import { testsOfAdmin } from "./examples/admin/watched.ts";
import { testsOfModeration } from "./examples/moderation/watched.ts";
import { fakeServer } from "./fake-server.ts";
import { sessionToken } from "./session-token.ts";

/** What one sees of a server whose Clerk refuses every call. */
export function testsOfWhatIsWatched(image: () => string): void {
  describe("what can be watched", () => {
    const started: AsyncDisposable[] = [];
    let server: Awaited<ReturnType<typeof startServer>>;
    let collector: Awaited<ReturnType<typeof fakeServer>>;

    beforeAll(async () => {
      collector = await fakeServer((_request, response) => response.end());
      const clerk = await fakeServer((_request, response) => {
        response.writeHead(401, { "content-type": "application/json" });
        response.end(JSON.stringify({ errors: [{ code: "secret_key_invalid", message: "no" }] }));
      });
      const firestore = await startLocalFirestore({});
      started.push(collector, clerk, { [Symbol.asyncDispose]: () => firestore.close() });
      server = await startServer(image(), {
        ...localServices(firestore, clerk.url),
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_BSP_SCHEDULE_DELAY: "100",
      });
      started.unshift(server);
    });
    afterAll(async () => {
      for (const one of started) await one[Symbol.asyncDispose]();
    });

    testsOfAdmin(() => server);
    testsOfModeration(() => server);

    test("readiness names the service that is down", async () => {
      const ready = async () => {
        const response = await fetch(`${server.url}/api/health?ready`);
        return { httpStatus: response.status, ...(await response.json()) };
      };
      // On a busy machine Firestore's first connection can take longer than its 2 s.
      await expect.poll(ready, { timeout: 20_000, interval: 1_000 }).toEqual({
        httpStatus: 503,
        status: "not-ready",
        clerk: "down",
        firestore: "up",
      });
    });

    test("liveness answers where Clerk hangs and a page would wait for its key", async () => {
      await using clerk = await fakeServer(() => {});
      await using waiting = await startServer(image(), {
        ...localServices({ host: "127.0.0.1:9" }, clerk.url),
        CLERK_JWT_KEY: "",
      });
      const token = await sessionToken("user_1", {}, LOCAL_HOST);
      const cookie = `__session=${token}; __client_uat=1`;
      const get = (path: string) =>
        fetch(waiting.url + path, { headers: { cookie }, signal: AbortSignal.timeout(2_000) });
      await expect(get("/dashboard")).rejects.toThrow("timeout");
      const response = await get("/api/health");
      expect(response.status).toBe(200);
      expect(response.headers.get("x-request-id")).toBeTruthy();
      // It would wait for the page that hangs before it ends.
      waiting.signal("SIGKILL");
    });

    test("spans go to the collector", async () => {
      expect((await ask(`${server.url}/api/me`, {})).status).toBe(200);
      const sent = () => {
        const traces = collector.requests.filter(({ url }) => url === "/v1/traces");
        return Buffer.concat(traces.map(({ body }) => body)).toString("latin1");
      };
      await expect.poll(sent, { timeout: 15_000 }).toContain("GET /api/me");
      expect(sent()).toContain(SITE.slug);
    });
  });
}
