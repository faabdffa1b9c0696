import { describe, expect, test } from "vitest";
import { DbError } from "~/lib/firebase/errors";
import { createRootLogger, readLogLevel } from "~/lib/logger";

function logged(write: (log: ReturnType<typeof createRootLogger>) => void) {
  const lines: string[] = [];
  write(createRootLogger("trace", { write: (line) => lines.push(line) }));
  return { text: lines.join(""), lines: lines.map((line) => JSON.parse(line)) };
}

// Built at run time: a scanner would take constants of this shape for leaked keys.
const jwt = ["eyJhbGciOiJSUzI1NiJ9", "eyJzdWIiOiJ1c2VyXzEifQ", "c2lnbmF0dXJl"].join(".");
const secretKey = ["sk", "test", "a".repeat(24)].join("_");
const email = ["person", "example.com"].join("@");
const pem = `-----BEGIN ${"PRIVATE"} KEY-----\nMIIB\n-----END ${"PRIVATE"} KEY-----`;

describe("redaction", () => {
  test.each([
    ["authorization", `Bearer ${jwt}`],
    ["cookie", `__session=${jwt}`],
    ["token", "abc"],
    ["sessionToken", "abc"],
    ["CLERK_SECRET_KEY", secretKey],
    ["apiKey", "abc"],
    ["private_key", pem],
    ["password", "abc"],
    ["email", email],
    ["emailAddress", email],
    ["privateMetadata", { internalNotes: "abc" }],
    ["private_metadata", { billingId: "abc" }],
    ["internalNotes", "abc"],
    ["billingId", "abc"],
    ["apiQuotaOverride", 987_654_321],
  ])("hides the value of %s at any depth", (name, value) => {
    const { text } = logged((log) => {
      log.info({ [name]: value }, "top");
      log.info({ a: { b: [{ c: { [name]: value } }] } }, "deep");
    });
    expect(text).toContain("[redacted]");
    expect(text).not.toContain(JSON.stringify(value).slice(1, -1));
  });

  test.each([jwt, secretKey, email, pem, `Bearer ${"x".repeat(20)}`])(
    "hides a secret inside a text: %#",
    (secret) => {
      const error = new Error(`failed with ${secret}`, { cause: new Error(secret) });
      const { text } = logged((log) => {
        log.info(`message with ${secret}`);
        log.info({ note: `field with ${secret}` }, "field");
        log.info("formatted %s", secret);
        log.error({ err: error }, "error");
        log.error(error);
      });
      expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
    },
  );

  test("keeps what is no secret", () => {
    const { lines } = logged((log) =>
      log.info({ userId: "user_1", plan: "pro", count: 3, at: null }, "kept"),
    );
    expect(lines[0]).toMatchObject({
      level: "info",
      msg: "kept",
      userId: "user_1",
      plan: "pro",
      count: 3,
      at: null,
    });
  });

  test("hides a secret that is the name of a field", () => {
    const { text } = logged((log) => log.info({ seen: { [email]: 1 } }, "named"));
    expect(text).toContain("[redacted]");
    expect(text).not.toContain(email);
  });

  test("cuts a long text and says so, without showing a part of a secret at the cut", () => {
    const long = `${"word ".repeat(1_998)}${email}${" word".repeat(1_000)}`;
    const { lines } = logged((log) => log.info({ long }, "long"));
    expect(lines[0].long).toMatch(/^word word .*\[cut\] \(\d+ characters\)$/);
    expect(lines[0].long.length).toBeLessThan(10_000);
    expect(lines[0].long).not.toContain("person");
  });

  test("cuts a large object and one that refers to its parts again and again", () => {
    let shared: unknown = "leaf";
    for (let level = 0; level < 8; level += 1) shared = Array.from({ length: 50 }, () => shared);
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [index, index]));
    const { text } = logged((log) => {
      log.info({ shared }, "shared");
      log.info({ many }, "many");
    });
    expect(text).toContain("[cut]");
    expect(text.length).toBeLessThan(100_000);
  });

  test("survives cycles, depth and odd values", () => {
    const cycle: Record<string, unknown> = { name: "loop", big: 5n, set: new Set([1]) };
    cycle.self = cycle;
    let deep: object = {};
    for (let level = 0; level < 50; level += 1) deep = { deep };
    const { lines } = logged((log) =>
      log.info({ cycle, deep, map: new Map([["token", "x"]]) }, "odd"),
    );
    expect(lines[0]).toMatchObject({
      cycle: { self: "[circular]", big: "5" },
      map: { token: "[redacted]" },
    });
  });
});

test("an error is written with type, code, stack and cause", () => {
  const cause = Object.assign(new Error("14 UNAVAILABLE"), { code: 14 });
  const error = new DbError("unavailable", { resource: "teams/acme", retryAfterMs: 50, cause });
  const { lines } = logged((log) => log.warn({ err: error }, "failed"));
  expect(lines[0].err).toMatchObject({
    type: "DbError",
    code: "unavailable",
    isRetryable: true,
    retryAfterMs: 50,
    resource: "teams/acme",
    cause: { type: "Error", code: 14, message: "14 UNAVAILABLE" },
  });
  expect(lines[0].err.stack).toContain("logger.test.ts");
});

test("the bindings of a child stand on each of its lines", () => {
  const { lines } = logged((log) => {
    const child = log.child({ module: "user-db" }).child({ requestId: "request-1" });
    child.info("one");
    child.info({ userId: "user_1" }, "two");
  });
  for (const line of lines)
    expect(line).toMatchObject({ module: "user-db", requestId: "request-1" });
});

describe("readLogLevel", () => {
  test("takes LOG_LEVEL, and else what fits the environment", () => {
    expect(readLogLevel({ NODE_ENV: "production", LOG_LEVEL: "warn" })).toBe("warn");
    expect(readLogLevel({ NODE_ENV: "production" })).toBe("info");
    expect(readLogLevel({ NODE_ENV: "development", LOG_LEVEL: "" })).toBe("debug");
  });
});
