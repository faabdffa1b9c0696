import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import type { Session } from "~/lib/auth/session";
import { timeLeft } from "~/lib/calls/shared-deadline";
import { createRootLogger } from "~/lib/logger";
import { TOP_PLAN, TOP_ROLE } from "~/tests/tools/highest.ts";
import { type Denial, describeNeeds } from "./denial";

/** Who calls is set by each test; how a caller is checked, check.test.ts shows. */
const caller = vi.hoisted(() => ({ answer: [null, null] as unknown, asked: [] as unknown[] }));
vi.mock("~/lib/access/check", () => ({
  check: async (...asked: unknown[]) => {
    caller.asked = asked;
    return caller.answer;
  },
}));

let lines: Record<string, unknown>[] = [];
let action: typeof import("./action").action;
let apiRoute: typeof import("./api-route").apiRoute;
let refused: typeof import("./denial").refused;
let DbError: typeof import("~/lib/firebase/errors").DbError;

beforeAll(async () => {
  Object.assign(globalThis, {
    claimsStarterLogger: createRootLogger("trace", {
      write: (line) => lines.push(JSON.parse(line)),
    }),
  });
  ({ action } = await import("./action"));
  ({ apiRoute } = await import("./api-route"));
  ({ refused } = await import("./denial"));
  ({ DbError } = await import("~/lib/firebase/errors"));
});

const SESSION: Session = {
  userId: "user_1",
  sessionId: "sess_1",
  claims: { ...LEAST_PRIVILEGE, onboardingComplete: true },
  token: {
    customized: true,
    absent: [],
    rejected: [],
    issuedAt: 0,
    expiresAt: 60,
    readAt: 0,
    payload: {},
    outdated: null,
  },
};

function signedIn(): void {
  caller.answer = [null, SESSION];
}

function denied(denial: Denial): void {
  caller.answer = [denial, null];
}

afterEach(() => {
  lines = [];
});

function form(fields: Record<string, string | string[] | File>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) data.append(name, one);
  }
  return data;
}

const input = z.strictObject({
  name: z.string("Enter a name").max(20, "Use at most 20 characters"),
});
const run = async () => [null, null] as [null, null];

describe("action", () => {
  test("coerces what a form can say: numbers, checkboxes, lists, and nothing", async () => {
    signedIn();
    const save = action({
      name: "x",
      access: "/dashboard",
      input: z.strictObject({
        count: z.int(),
        agreed: z.boolean().default(false),
        tags: z.array(z.string().max(10)),
        note: z.string().max(10).optional(),
      }),
      run: async (values) => [null, values],
    });
    const answer = await save(null, form({ count: "7", agreed: "on", tags: ["a"], note: "" }));
    expect(answer).toEqual({
      success: true,
      data: { count: 7, agreed: true, tags: ["a"] },
    });
  });

  test("names each wrong field and keeps what was entered", async () => {
    signedIn();
    const save = action({ name: "x", access: "/dashboard", input, run });
    expect(await save(null, form({ name: "a".repeat(30), extra: "1" }))).toMatchObject({
      success: false,
      code: "invalid-input",
      fieldErrors: { name: ["Use at most 20 characters"] },
      entered: { name: "a".repeat(30), extra: "1" },
    });
  });

  test("without a schema takes a form without fields, and no other", async () => {
    signedIn();
    const save = action({
      name: "x",
      access: "/dashboard",
      run: async (nothing, { session }) => [null, [nothing, session.userId]],
    });
    const answer = await save(null, form({ $ACTION_ID_1: "" }));
    expect(answer).toEqual({ success: true, data: [undefined, "user_1"] });
    expect(await save(null, form({ name: "A" }))).toMatchObject({ code: "invalid-input" });
  });

  test("ignores React's own fields in a form that was sent before hydration", async () => {
    signedIn();
    const save = action({ name: "x", access: "/dashboard", input, run });
    const sent = form({ $ACTION_ID_1: "", "$ACTION_1:0": "{}", name: "A" });
    expect(await save(null, sent)).toMatchObject({ success: true });
  });

  test.each([
    ["no form at all", null],
    ["an object", { name: "A" }],
    ["a name that is no path", form({ "a[": "1" })],
    ["a name with a huge index, which would take minutes", form({ "name[4000000000]": "A" })],
    ["a name of the prototype", form({ "__proto__.admin": "1" })],
    ["a file where a text belongs", form({ name: new File(["x"], "x.txt") })],
    ["an intent that is no JSON", form({ __intent__: "{", name: "A" })],
  ])("refuses %s as invalid input, and never throws", async (_, sent) => {
    signedIn();
    const save = action({ name: "x", access: "/dashboard", input, run });
    // The type is what an honest browser sends.
    const answer = await save(null, sent as FormData);
    expect(answer).toMatchObject({ success: false, code: "invalid-input" });
    expect(lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("logs no name of a field that the sender chose", async () => {
    signedIn();
    const save = action({ name: "x", access: "/dashboard", input, run });
    await save(null, form({ name: "A", "chosen-by-the-sender": "1" }));
    expect(JSON.stringify(lines)).not.toContain("chosen-by-the-sender");
  });

  test("answers a denial before it looks at the input, with what was entered", async () => {
    const needs = { role: TOP_ROLE };
    denied({ kind: "forbidden", needs });
    let ran = false;
    const save = action({
      name: "x",
      access: "/dashboard",
      input,
      run: async () => {
        ran = true;
        return [null, null];
      },
    });
    expect(await save(null, form({ name: "A" }))).toEqual({
      success: false,
      code: "forbidden",
      error: describeNeeds(needs),
      entered: { name: "A" },
    });
    expect(ran).toBe(false);
  });

  test("a store that refuses our credentials doesn't look like a signed-out visitor", async () => {
    signedIn();
    const save = action({
      name: "x",
      access: "/dashboard",
      input,
      run: async () => [new DbError("unauthenticated", { resource: "clerk/users" }), null],
    });
    const answer = await save(null, form({ name: "A" }));
    denied({ kind: "sign-in" });
    const signedOut = await save(null, form({ name: "A" }));
    expect(answer).not.toMatchObject({ code: "signed-out" });
    expect(signedOut).toMatchObject({ code: "signed-out" });
  });

  test("gives all calls of an action or a route less than 8 s together", async () => {
    signedIn();
    const spec = { name: "x", access: "/dashboard", input } as const;
    const slow = action({ ...spec, run: async () => [null, timeLeft(60_000)] });
    const answer = await slow(null, form({ name: "A" }));
    expect(Object(answer).data).toBeGreaterThan(5_000);
    expect(Object(answer).data).toBeLessThan(7_500);
    const route = apiRoute({ access: "/api/me", run: async () => [null, timeLeft(60_000)] });
    const params = Promise.resolve({});
    const response = await route(new Request("http://x/api/me"), { params });
    expect(await response.json()).toBeLessThan(7_500);
  });

  test("passes on a redirect, and hides what was thrown", async () => {
    signedIn();
    const { redirect } = await import("next/navigation");
    const spec = { name: "x", access: "/dashboard", input } as const;
    const leave = action({ ...spec, run: async () => redirect("/dashboard") });
    await expect(leave(null, form({ name: "A" }))).rejects.toThrow("NEXT_REDIRECT");
    const fail = action({
      ...spec,
      run: async () => {
        throw new Error("connection string");
      },
    });
    const answer = await fail(null, form({ name: "A" }));
    expect(answer).toMatchObject({ success: false, code: "internal", entered: { name: "A" } });
    expect(JSON.stringify(answer)).not.toContain("connection string");
  });
});

describe("apiRoute", () => {
  const context = { params: Promise.resolve({}) };
  const post = (body: string, type = "application/json") =>
    new Request("http://x/api/me", { method: "POST", body, headers: { "content-type": type } });

  async function call(response: Promise<Response>) {
    const answer = await response;
    return { status: answer.status, body: await answer.json() };
  }

  test("hands over the parsed body and the path's parameters", async () => {
    signedIn();
    const handler = apiRoute<"/api/me", typeof input, { id: string }>({
      access: "/api/me",
      input,
      run: async (given) => [null, { name: given.input.name, id: given.params.id }],
    });
    const params = Promise.resolve({ id: "7" });
    const answer = await call(handler(post('{"name":"A"}'), { params }));
    expect(answer).toEqual({ status: 200, body: { name: "A", id: "7" } });
  });

  test("reads the query of a GET", async () => {
    signedIn();
    const handler = apiRoute({
      access: "/api/me",
      input,
      run: async (given) => [null, given.input],
    });
    const answer = await call(handler(new Request("http://x/api/me?name=A"), context));
    expect(answer).toEqual({ status: 200, body: { name: "A" } });
  });

  test("answers 400 to JSON that another site could send as text", async () => {
    signedIn();
    const handler = apiRoute({ access: "/api/me", input, run: async () => [null, null] });
    const answer = await call(handler(post('{"name":"A"}', "text/plain"), context));
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid-input" } } });
  });

  test("tells each wrong field in a sentence, in a body and in a form", async () => {
    signedIn();
    const plain = z.strictObject({ name: z.string().max(20), size: z.enum(["s", "m"]) });
    const fieldErrors = { name: ["Enter a value."], size: ["Choose one of the options."] };
    const handler = apiRoute({ access: "/api/me", input: plain, run: async () => [null, null] });
    const answer = await call(handler(post('{"extra":1}'), context));
    const extra = ["There is no such field."];
    expect(answer.body.error.fieldErrors).toEqual({ ...fieldErrors, extra });
    const save = action({ name: "x", access: "/dashboard", input: plain, run });
    expect(await save(null, form({}))).toMatchObject({ fieldErrors });
  });

  test.each([
    ["a body that is no JSON", "{", {}],
    ["a field that is wrong", '{"name":1}', { name: ["Enter a name"] }],
  ])("answers 400 to %s", async (_, body, fieldErrors) => {
    signedIn();
    const handler = apiRoute({ access: "/api/me", input, run: async () => [null, null] });
    const answer = await call(handler(post(body), context));
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid-input" } } });
    expect(answer.body.error.fieldErrors).toMatchObject(fieldErrors);
  });

  test("answers 400 to a body over 100 KB, whatever its schema would take", async () => {
    signedIn();
    const handler = apiRoute({
      access: "/api/me",
      input: z.strictObject({ name: z.string().max(1_000_000) }),
      run: async (given) => [null, given.input.name.length],
    });
    const sent = (length: number) =>
      call(handler(post(`{"name":"${"a".repeat(length)}"}`), context));
    expect(await sent(100_000)).toEqual({ status: 200, body: 100_000 });
    const answer = await sent(120_000);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid-input" } } });
  });

  test.each([
    [{ kind: "sign-in" }, 401, "signed-out"],
    [{ kind: "onboarding" }, 403, "onboarding-required"],
    [{ kind: "forbidden", needs: { plan: TOP_PLAN } }, 403, "forbidden"],
    [{ kind: "too-often", retryAfterMs: 1_500 }, 429, "rate-limited"],
    [{ kind: "unconfirmed" }, 503, "access-unconfirmed"],
  ] as const)("answers the denial %j with %i %s", async (denial, status, code) => {
    denied(denial);
    const handler = apiRoute({ access: "/api/me", run: async () => [null, null] });
    const answer = await call(handler(new Request("http://x/api/me"), context));
    expect(answer).toMatchObject({ status, body: { error: { code } } });
  });

  test.each([
    ["unauthenticated", 500],
    ["permission-denied", 500],
    ["validation", 500],
    ["not-found", 404],
    ["conflict", 409],
    ["unavailable", 503],
  ] as const)(
    "answers a store's %s with %i, never with the visitor's 401 or 403",
    async (code, status) => {
      signedIn();
      const handler = apiRoute({
        access: "/api/me",
        run: async () => [new DbError(code, { resource: "teams/1" }), null],
      });
      const answer = await call(handler(new Request("http://x/api/me"), context));
      expect(answer.status).toBe(status);
    },
  );

  test("answers the denial of a permission check on the data with 403, and hides what was thrown", async () => {
    signedIn();
    const request = new Request("http://x/api/me");
    const no = apiRoute({ access: "/api/me", run: async () => [refused("Not yours."), null] });
    expect(await call(no(request, context))).toEqual({
      status: 403,
      body: { error: { code: "forbidden", message: "Not yours." } },
    });
    const broken = apiRoute({ access: "/api/me", run: () => Promise.reject(new Error("secret")) });
    const answer = await call(broken(request, context));
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer)).not.toContain("secret");
  });
});

test("each call is counted, and asks Clerk where it is told to", async () => {
  signedIn();
  const spec = { name: "x", access: "/settings", input, run } as const;
  await action(spec)(null, form({ name: "A" }));
  const all = { isCall: true, askBeforeDenying: true };
  expect(caller.asked).toEqual(["/settings", { ...all, fresh: undefined }]);
  await action({ ...spec, fresh: true })(null, form({ name: "A" }));
  expect(caller.asked).toEqual(["/settings", { ...all, fresh: true }]);

  const context = { params: Promise.resolve({}) };
  const route = { access: "/api/me", run } as const;
  await apiRoute(route)(new Request("http://x/api/me"), context);
  expect(caller.asked).toEqual(["/api/me", { isCall: true, fresh: undefined }]);
  await apiRoute({ ...route, fresh: true })(new Request("http://x/api/me"), context);
  expect(caller.asked).toEqual(["/api/me", { isCall: true, fresh: true }]);
});

/** tsc checks this file too: an expected error that is missing fails the type check. */
test("a path without a rule does not compile, and throws when it is defined all the same", () => {
  // @ts-expect-error no such path in POLICY
  expect(() => action({ name: "x", access: "/no-such-page", input, run })).toThrow(
    /No rule for \/no-such/,
  );
  // @ts-expect-error no such path in POLICY
  expect(() => apiRoute({ access: "/api/no-such-route", run })).toThrow(/No rule for/);
});

test("misuse of action does not compile", () => {
  expect(action({ name: "x", access: "/dashboard", input, run })).toBeTypeOf("function");
  // @ts-expect-error a page that is open to anyone guards nothing
  action({ name: "x", access: "/", input, run });
  // @ts-expect-error `run` answers a tuple
  action({ name: "x", access: "/dashboard", input, run: async () => "done" });
  // @ts-expect-error the field is called name
  action({ name: "x", access: "/dashboard", input, run: async ({ nome }) => [null, nome] });
  // @ts-expect-error a page is no route handler
  apiRoute({ access: "/dashboard", run });
});
