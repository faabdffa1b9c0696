import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { parseEnv } from "~/lib/env";
import { localKeys, publishableKey, realKeys, secretKey } from "../tests/tools/keys.ts";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicPem = keys.publicKey.export({ type: "spki", format: "pem" }).toString();
const privatePem = keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString();

// On Google Cloud, Firestore needs no account.
const real = { NODE_ENV: "production", ...realKeys(), GOOGLE_CLOUD_PROJECT: "project" };
const local = {
  ...real,
  ...localKeys(),
  CLERK_API_URL: "http://localhost:4711",
  CLERK_FAPI_URL: "http://localhost:4711",
  FIRESTORE_EMULATOR_HOST: "127.0.0.1:4712",
  LOCAL_SERVICES: "preview",
  LOCAL_PERSONAS: JSON.stringify([{ id: "user_a", email: "a", password: "b", access: "" }]),
};

/** What is wrong with an environment, or null. */
function problemOf(variables: Record<string, string | undefined>): string | null {
  try {
    parseEnv(variables);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe("parseEnv", () => {
  test("takes real keys everywhere", () => {
    expect(problemOf(real)).toBeNull();
    expect(problemOf({ ...real, VERCEL: "1" })).toBeNull();
    expect(problemOf({ ...real, NODE_ENV: "development" })).toBeNull();
    const live = {
      NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey("clerk.example.com", "live"),
      CLERK_SECRET_KEY: secretKey("live"),
    };
    expect(problemOf({ ...real, ...live })).toBeNull();
  });

  test("counts an empty variable as not set, and leaves the given record alone", () => {
    const given = { ...real, LOG_LEVEL: "", CLERK_FAPI_URL: "", CLERK_API_URL: "" };
    const env = parseEnv(given);
    expect(env.LOG_LEVEL).toBeUndefined();
    expect(env.CLERK_FAPI_URL).toBeUndefined();
    expect(given.LOG_LEVEL).toBe("");
  });

  test.each(["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "CLERK_SECRET_KEY"])(
    "names %s when it is missing, and what to do",
    (name) => {
      for (const value of [undefined, ""]) {
        const problem = problemOf({ ...real, [name]: value });
        expect(problem).toContain(`${name} is missing.`);
        expect(problem).toContain("npm run dev");
      }
    },
  );

  test("asks for the key that verifies tokens in production alone", () => {
    const without = { ...real, CLERK_JWT_KEY: undefined };
    expect(problemOf(without)).toMatch(/^CLERK_JWT_KEY is missing.*Clerk Dashboard, API keys/);
    expect(problemOf({ ...without, NODE_ENV: "development" })).toBeNull();
    expect(problemOf({ ...local, CLERK_JWT_KEY: undefined })).toBeNull();
  });

  test.each([
    ["as it is", (pem: string) => pem],
    ["with literal newlines", (pem: string) => pem.replaceAll("\n", "\\n")],
    ["in quotes", (pem: string) => `"${pem.replaceAll("\n", "\\n")}"`],
  ])("takes a PEM key %s", (_how, written) => {
    const env = parseEnv({
      ...real,
      CLERK_JWT_KEY: written(publicPem),
      FIREBASE_PROJECT_ID: "project",
      FIREBASE_CLIENT_EMAIL: "app@project.iam.gserviceaccount.com",
      FIREBASE_PRIVATE_KEY: written(privatePem),
    });
    expect(env.CLERK_JWT_KEY?.trim()).toBe(publicPem.trim());
    expect(env.FIREBASE_PRIVATE_KEY?.trim()).toBe(privatePem.trim());
  });

  test("reads a list of origins", () => {
    const CLERK_AUTHORIZED_PARTIES = "https://example.com, http://localhost:3000";
    expect(parseEnv({ ...real, CLERK_AUTHORIZED_PARTIES }).CLERK_AUTHORIZED_PARTIES).toEqual([
      "https://example.com",
      "http://localhost:3000",
    ]);
  });
});

describe("local services", () => {
  test("may be used in development and in the preview", () => {
    expect(problemOf(local)).toBeNull();
    expect(problemOf({ ...local, NODE_ENV: "development", LOCAL_SERVICES: "dev" })).toBeNull();
    expect(parseEnv(local).LOCAL_PERSONAS).toMatchObject([{ id: "user_a", email: "a" }]);
  });

  test("may not be used in production otherwise, nor on a hosting platform at all", () => {
    for (const env of [
      { ...local, LOCAL_SERVICES: undefined },
      { ...local, LOCAL_SERVICES: "dev" },
      { ...local, FIRESTORE_EMULATOR_HOST: "10.0.0.1:4712" },
      { ...local, VERCEL: "1" },
      { ...local, FLY_APP_NAME: "app" },
      { ...local, VERCEL: "1", NODE_ENV: "development" },
    ]) {
      const problem = problemOf(env);
      expect(problem).toContain("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY, CLERK_API_URL");
      expect(problem).toContain("must never serve production");
    }
  });

  test("may not be mixed with a Clerk on another machine", () => {
    const problem = problemOf({ ...local, CLERK_API_URL: "https://clerk.example.com" });
    expect(problem).toContain("must never serve production");
  });

  test.each([
    ["CLERK_API_URL", "http://127.0.0.1:4711"],
    ["CLERK_API_URL", "http://[::1]:4711"],
    ["CLERK_FAPI_URL", "http://localhost:4711"],
    ["FIRESTORE_EMULATOR_HOST", "127.0.0.1:8080"],
    ["LOCAL_SERVICES", "dev"],
    ["LOCAL_SERVICES", "preview"],
    ["LOCAL_PERSONAS", "[]"],
  ])("one local variable beside real keys is enough to refuse: %s=%s", (name, value) => {
    expect(problemOf({ ...real, [name]: value })).toContain(`${name} points at local services`);
  });
});
