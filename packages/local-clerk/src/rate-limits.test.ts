import { Hono } from "hono";
import { describe, expect, it, vi } from "vitest";
import { ClerkError } from "./errors.ts";
import type { Env } from "./instance.ts";
import { RateLimits } from "./rate-limits.ts";
import { Browser, text } from "./testing/browser.ts";
import { ADMIN, backendClient, PASSWORD, put, startTestClerk } from "./testing/local-clerk.ts";

const TOO_MANY = { status: 429, retryAfter: 10, errors: [{ code: "too_many_requests" }] };

describe("rate limits", () => {
  it("are off unless they are asked for", async () => {
    await using clerk = await startTestClerk();
    const { users } = backendClient(clerk);
    const writes = async () => {
      for (let count = 0; count < 11; count += 1) await users.updateUser(ADMIN.id, {});
    };
    await writes();
    await put(clerk, "rate-limits", "development");
    await expect(writes()).rejects.toMatchObject(TOO_MANY);
    await clerk.reset();
    await writes();
  });

  it.each([
    ["development", 100],
    ["production", 1_000],
  ] as const)(
    "let a %s instance make %i calls to the Backend API, and any to the JWKS",
    async (kind, limit) => {
      const limits = new RateLimits(kind);
      const app = new Hono<Env>()
        .get("/v1/*", async (c) => {
          await limits.count(c);
          return c.body(null, 204);
        })
        .onError((error, c) => c.body(null, error instanceof ClerkError ? error.status : 500));
      const call = async (path: string) => (await app.request(path)).status;
      for (let calls = 0; calls < limit; calls += 1) expect(await call("/v1/users")).toBe(204);
      expect(await call("/v1/users/count")).toBe(429);
      expect(await call("/v1/jwks")).toBe(204);
    },
  );

  it("let one user be changed ten times, in data and metadata together", async () => {
    const other = { ...ADMIN, id: "user_other", email: "other@example.com" };
    await using clerk = await startTestClerk({ rateLimits: "production", users: [ADMIN, other] });
    const { users } = backendClient(clerk);
    await users.updateUser(ADMIN.id, { firstName: "New" });
    const write = () => users.updateUserMetadata(ADMIN.id, { publicMetadata: { role: "user" } });
    for (let writes = 1; writes < 10; writes += 1) await write();
    await expect(write()).rejects.toMatchObject(TOO_MANY);
    await users.updateUserMetadata(other.id, { publicMetadata: { role: "user" } });
  });

  it("let one address try three passwords and start five sign-ins", async () => {
    await using clerk = await startTestClerk({ rateLimits: "development" });
    const browser = new Browser(clerk.url);
    const started = await browser.post("/v1/client/sign_ins", { identifier: ADMIN.email });
    const path = `/v1/client/sign_ins/${text(started, "response", "id")}/attempt_first_factor`;
    const attempt = (password: string) => browser.post(path, { strategy: "password", password });
    for (let tries = 0; tries < 3; tries += 1) expect((await attempt("wrong")).status).toBe(422);
    const refused = await attempt(PASSWORD);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(8);

    const elsewhere = new Browser(clerk.url);
    const start = () => elsewhere.post("/v1/client/sign_ins", { identifier: ADMIN.email });
    for (let starts = 1; starts < 5; starts += 1) expect((await start()).status).toBe(200);
    expect((await start()).status).toBe(429);
  });

  it("end ten seconds after the first call", async () => {
    await using clerk = await startTestClerk({ rateLimits: "production" });
    const { users } = backendClient(clerk);
    const write = () => users.updateUserMetadata(ADMIN.id, { publicMetadata: {} });
    const start = Date.now();
    for (let writes = 0; writes < 10; writes += 1) await write();
    await expect(write()).rejects.toMatchObject(TOO_MANY);
    vi.spyOn(Date, "now").mockReturnValue(start + 10_500);
    await write();
    vi.restoreAllMocks();
  });
});
