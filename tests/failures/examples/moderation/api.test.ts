import type { Fault } from "@claims-starter/local-service";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import { startBackends, testUser } from "~/tests/support/backends";
import { collectLog, lines } from "../../cell.ts";

/** How a caller is checked, lib/access/check.test.ts shows. */
const session = { userId: "user_moderator", claims: { ...LEAST_PRIVILEGE, role: "moderator" } };
vi.mock("~/lib/access/check", () => ({ check: async () => [null, session] }));
const headers = () => new Headers({ "x-request-id": "request-of-the-test" });
vi.mock("next/headers", () => ({ headers: async () => headers() }));

let backends: Awaited<ReturnType<typeof startBackends>>;
let get: () => Promise<Response>;

beforeAll(async () => {
  collectLog();
  const named = { ...testUser("user_named"), firstName: "Named" };
  backends = await startBackends({ users: [named] });
  const { GET } = await import("~/app/api/moderation/route");
  const context = { params: Promise.resolve({}) };
  get = () => GET(new Request("http://localhost/api/moderation"), context);
  await get();
});
afterEach(() => backends.faults.clear());
afterAll(() => backends.close());

const users = "GET /v1/users";
const reviews = "BatchGetDocuments *nameReviews/*";
const html = { body: "<html>Bad Gateway</html>", headers: { "content-type": "text/html" } };

test.each<[string, Fault, number, string]>([
  ["429", { match: users, status: 429, headers: { "retry-after": "60" } }, 429, "rate-limited"],
  ["502 with HTML", { match: users, status: 502, ...html }, 503, "unavailable"],
  ["truncated JSON", { match: users, truncate: true }, 503, "unavailable"],
  ["a reset", { match: users, dropConnection: true }, 503, "unavailable"],
  ["a hang", { match: users, hang: true }, 504, "deadline-exceeded"],
  ["a wrong key", { match: users, status: 401 }, 500, "unauthenticated"],
  ["gRPC UNAUTHENTICATED", { match: reviews, code: 16 }, 500, "unauthenticated"],
  ["gRPC PERMISSION_DENIED", { match: reviews, code: 7 }, 500, "permission-denied"],
  ["a Firestore that hangs", { match: reviews, hang: true }, 504, "deadline-exceeded"],
])(
  "an API route under %s answers in words and in time, and then works again",
  async (_what, fault, status, code) => {
    lines.length = 0;
    backends.faults.add(fault);
    const started = performance.now();
    const response = await get();
    expect(performance.now() - started).toBeLessThan(8_000);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      error: {
        code: expect.any(String),
        message: expect.stringMatching(/^[A-Z][\w ,']+\.( [A-Z][\w ,']+\.)?$/),
      },
    });
    const told = lines.find(({ errorCode }) => errorCode === code);
    expect(told).toMatchObject({ isRetryable: status !== 500, requestId: "request-of-the-test" });
    expect(lines.every(({ requestId }) => requestId === "request-of-the-test")).toBe(true);
    backends.faults.clear();
    await vi.waitFor(async () => expect((await get()).status).toBe(200), { timeout: 8_000 });
  },
);
