import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { observe } from "~/lib/log/observability";
import { createRootLogger } from "~/lib/logger";
import { RIGHT } from "~/tests/environment/wrong-environments.ts";

const { warn, error } = console;
const lines: string[] = [];

beforeAll(async () => {
  Object.assign(globalThis, {
    claimsStarterLogger: createRootLogger("warn", { write: (line) => lines.push(line) }),
  });
  for (const [name, value] of Object.entries(RIGHT)) vi.stubEnv(name, value);
  await observe();
});
beforeEach(() => {
  lines.length = 0;
});
afterAll(() => {
  Object.assign(console, { warn, error });
  vi.unstubAllEnvs();
});

function logged(...args: unknown[]): { level: string; msg: string; err?: { type: string } } {
  // biome-ignore lint/suspicious/noConsole: it is what is tested
  console.error(...args);
  return JSON.parse(lines.at(-1) ?? "");
}

test.each([
  ["a field's name", { password: "hidden", privateMetadata: { note: "hidden" }, cookie: "hidden" }],
  ["a header's name", new Headers({ authorization: "Basic hidden", cookie: "a=hidden" })],
  [
    "the cause of an error in an object",
    { error: new Error("no", { cause: { token: "hidden" } }) },
  ],
  ["a list", [{ authorization: "hidden" }]],
  ["a map", new Map([["secret", "hidden"]])],
  ["a URL", new URL("https://app.example.com/a?b=1&__clerk_ticket=hidden&token=hidden")],
])("what a package prints is redacted by %s", (_what, arg) => {
  for (const args of [[arg], ["failed", arg], ["failed %o", arg], ["failed %j", arg]]) {
    expect(logged(...args).msg).toContain("[redacted]");
  }
  expect(lines.join("")).not.toContain("hidden");
});

test.each([
  "/sign-up?__clerk_ticket=hidden",
  "/a?b=c&token=hidden#d",
  "/a?__clerk_db_jwt=hidden",
  "/a?__clerk_handshake=hidden&b=c",
  "/sign-in?redirect_url=https%3A%2F%2Fapp.example.com%2F%3F__clerk_ticket%3Dhidden",
])("the secrets of an address are redacted: %s", (address) => {
  expect(logged("GET", address).msg).toMatch(/^GET \/.*\?.*\[redacted\]/);
  expect(logged(new Error(`404 for ${address}`)).msg).toContain("[redacted]");
  expect(lines.join("")).not.toContain("hidden");
});

test("what is no secret stays readable", () => {
  expect(logged("%s has %d items", "cart", 3, { plan: "pro" }).msg).toBe(
    "cart has 3 items { plan: 'pro' }",
  );
  expect(logged("/a?plan=pro").msg).toBe("/a?plan=pro");
  expect(logged(new TypeError("it failed"), "again")).toMatchObject({
    level: "error",
    msg: "it failed again",
    err: { type: "TypeError" },
  });
});

test.each(["", "_TRACES"])("OTEL_EXPORTER_OTLP%s_ENDPOINT starts tracing", async (which) => {
  vi.resetModules(); // A process reads its environment once.
  vi.stubEnv(`OTEL_EXPORTER_OTLP${which}_ENDPOINT`, "http://127.0.0.1:9");
  const { observe: observeAgain } = await import("~/lib/log/observability");
  // @opentelemetry/api keeps what is registered here, for all its copies.
  const key = Symbol.for("opentelemetry.js.api.1");
  Reflect.deleteProperty(globalThis, key);
  await observeAgain();
  expect(Reflect.get(globalThis, key)).toHaveProperty("trace");
  vi.stubEnv(`OTEL_EXPORTER_OTLP${which}_ENDPOINT`, undefined);
});

test("an error's message is no format", () => {
  expect(logged(new Error("50%s of %o"), "half", "all").msg).toBe("50%s of %o half all");
});
