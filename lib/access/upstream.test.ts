import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Result } from "~/lib/firebase/errors";
import { createRootLogger } from "~/lib/logger";
import { startBackends, testUser } from "../../tests/support/backends.ts";

/** The visitor is allowed: this is about what the services behind the app answer. */
vi.mock("~/lib/access/check", () => ({
  check: async () => [null, { userId: "user_upstream", sessionId: "sess_1" }],
}));
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ "x-request-id": "request-1" }),
}));

let backends: Awaited<ReturnType<typeof startBackends>>;
let lines: Record<string, unknown>[] = [];
let apiRoute: typeof import("./api-route").apiRoute;
let action: typeof import("./action").action;
let askClerk: () => Promise<Result<unknown>>;
let askFirestore: typeof askClerk;

beforeAll(async () => {
  backends = await startBackends({ users: [testUser("user_upstream")] });
  const log = createRootLogger("warn", { write: (line) => lines.push(JSON.parse(line)) });
  Object.assign(globalThis, { claimsStarterLogger: log });
  ({ apiRoute } = await import("./api-route"));
  ({ action } = await import("./action"));
  const { callClerk } = await import("~/lib/calls/call-clerk");
  const { collection } = await import("~/lib/firebase/collection");
  const limits = { attemptMs: 2_000, totalMs: 4_000, retries: 0 };
  askClerk = () =>
    callClerk(({ users }) => users.getUser("user_upstream"), {
      resource: "clerk/x",
      log,
      ...limits,
    });
  askFirestore = () => collection("things", z.object({})).read("one");
});
afterEach(() => {
  backends.faults.clear();
  lines = [];
});
afterAll(() => backends.close());

const html = { body: "<html>", headers: { "content-type": "text/html" } };

describe.each([
  ["Clerk's 400", { match: "GET *", status: 400 }],
  ["Clerk's 401", { match: "GET *", status: 401 }],
  ["Clerk's 403", { match: "GET *", status: 403 }],
  ["Clerk's 422", { match: "GET *", status: 422 }],
  ["a 404 of no Clerk", { match: "GET *", status: 404, ...html }],
  ["Firestore's INVALID_ARGUMENT", { match: "*", code: 3 }],
  ["Firestore's PERMISSION_DENIED", { match: "*", code: 7 }],
  ["Firestore's UNAUTHENTICATED", { match: "*", code: 16 }],
])("%s is our mistake", (_what, fault) => {
  const run = () => ("code" in fault ? askFirestore() : askClerk());

  /** Each line is an error's, with the request's id, and one has what the service said. */
  function expectLogged(): void {
    expect(lines.map(({ level }) => level)).toEqual(["error", "error"]);
    expect(lines).toContainEqual(
      expect.objectContaining({
        requestId: "request-1",
        err: expect.objectContaining({ cause: expect.anything() }),
      }),
    );
  }

  test("for a route handler: 500", async () => {
    backends.faults.add(fault);
    const handler = apiRoute({ access: "/api/me", run });
    const response = await handler(new Request("http://x/api/me"), { params: Promise.resolve({}) });
    expect(response.status).toBe(500);
    expectLogged();
  });

  test("for an action: a failure that says nothing of the visitor", async () => {
    backends.faults.add(fault);
    const save = action({ name: "x", access: "/dashboard", input: z.strictObject({}), run });
    const answer = await save(null, new FormData());
    expect(answer).toMatchObject({
      success: false,
      error: expect.stringMatching(/^Something went wrong on our side\./),
    });
    expectLogged();
  });
});
