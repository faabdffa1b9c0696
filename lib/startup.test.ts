import { describe, expect, test } from "vitest";
import type { Env } from "~/lib/env";
import { isLocal, startupProblem } from "~/lib/startup";

// Built at run time: a scanner would take constants of this shape for leaked keys.
const publishableKey = (host: string) => `pk_test_${Buffer.from(`${host}$`).toString("base64")}`;
const secretKey = ["sk", "test", "x".repeat(20)].join("_");

const real: Env = {
  NODE_ENV: "production",
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey("app.clerk.accounts.dev"),
  CLERK_SECRET_KEY: secretKey,
};
const local: Env = {
  ...real,
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey("clerk.emulator.test"),
  CLERK_API_URL: "http://localhost:4711",
  LOCAL_SERVICES: "preview",
};

describe("startupProblem", () => {
  test("real keys may start everywhere", () => {
    expect(startupProblem(real)).toBeNull();
    expect(startupProblem({ ...real, VERCEL: "1" })).toBeNull();
    expect(startupProblem({ ...real, NODE_ENV: "development" })).toBeNull();
  });

  test.each(["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "CLERK_SECRET_KEY"] as const)(
    "names %s when it is missing, and what to do",
    (name) => {
      const problem = startupProblem({ ...real, [name]: undefined });
      expect(problem).toContain(`Missing ${name}.`);
      expect(problem).toContain("npm run dev");
    },
  );

  test("local keys may start in development and in the preview", () => {
    expect(startupProblem(local)).toBeNull();
    expect(startupProblem({ ...local, NODE_ENV: "development", LOCAL_SERVICES: "dev" })).toBeNull();
    expect(isLocal(local)).toBe(true);
  });

  test("local keys may not start in production otherwise, nor on Vercel at all", () => {
    for (const env of [
      { ...local, LOCAL_SERVICES: undefined },
      { ...local, LOCAL_SERVICES: "dev" },
      { ...local, VERCEL: "1" },
      { ...local, VERCEL: "1", NODE_ENV: "development" },
    ]) {
      const problem = startupProblem(env);
      expect(problem).toContain("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY");
      expect(problem).toContain("CLERK_API_URL");
      expect(isLocal(env)).toBe(false);
    }
  });

  test.each([
    ["CLERK_API_URL", "http://127.0.0.1:4711"],
    ["CLERK_API_URL", "http://[::1]:4711"],
    ["FIRESTORE_EMULATOR_HOST", "127.0.0.1:8080"],
    ["LOCAL_SERVICES", "dev"],
  ] as const)("one local variable beside real keys is enough to refuse: %s=%s", (name, value) => {
    expect(startupProblem({ ...real, [name]: value })).toContain(name);
  });
});

test("real keys are never local, so that no personas are shown", () => {
  expect(isLocal(real)).toBe(false);
});
