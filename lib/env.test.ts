import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { parseEnv } from "~/lib/env";
import { localKeys, publishableKey, realKeys, secretKey } from "../tests/tools/keys.ts";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicPem = keys.publicKey.export({ type: "spki", format: "pem" }).toString();
const privatePem = keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString();

const real = { NODE_ENV: "production", ...realKeys() };
const local = {
  ...real,
  ...localKeys(),
  CLERK_API_URL: "http://localhost:4711",
  CLERK_FAPI_URL: "http://localhost:4711",
  FIRESTORE_EMULATOR_HOST: "127.0.0.1:4712",
  LOCAL_SERVICES: "preview",
  LOCAL_PERSONAS: JSON.stringify([{ email: "a", password: "b" }]),
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
    const given = { ...real, LOG_LEVEL: "", CLERK_JWT_KEY: "", CLERK_API_URL: "" };
    const env = parseEnv(given);
    expect(env.LOG_LEVEL).toBeUndefined();
    expect(env.CLERK_JWT_KEY).toBeUndefined();
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

  test("names everything that is wrong, a line each", () => {
    const lines = problemOf({ LOG_LEVEL: "loud" })?.split("\n");
    expect(lines?.map((line) => line.split(" ")[0])).toEqual(
      expect.arrayContaining([
        "CLERK_SECRET_KEY",
        "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY",
        "LOG_LEVEL",
      ]),
    );
    expect(lines).toHaveLength(3);
  });

  test.each([
    ["CLERK_SECRET_KEY", `"${secretKey()}"`, "must start with sk_test_ or sk_live_"],
    ["CLERK_SECRET_KEY", `${secretKey()}\n`, "must start with sk_test_ or sk_live_"],
    ["CLERK_SECRET_KEY", publishableKey("app.clerk.accounts.dev"), "must start with sk_test_"],
    ["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", secretKey(), "must start with pk_test_ or pk_live_"],
    ["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "pk_test_Y2xlcms", "is not complete"],
    ["CLERK_JWT_KEY", "s3cret", "must be a PEM key"],
    ["CLERK_JWT_KEY", "-----BEGIN PUBLIC KEY-----\ns3cret\n-----END PUBLIC KEY-----", "PEM key"],
    ["CLERK_JWT_KEY", privatePem, "must be a PEM key, from -----BEGIN PUBLIC KEY"],
    ["CLERK_WEBHOOK_SIGNING_SECRET", "s3cret", "must start with whsec_"],
    ["CLERK_AUTHORIZED_PARTIES", "https://example.com/", "without a slash at the end"],
    ["CLERK_AUTHORIZED_PARTIES", "app.acme.dev", "must be origins"],
    ["CLERK_API_URL", "http://example.com", "must start with https://"],
    ["FIREBASE_CLIENT_EMAIL", "s3cret", "must be an email address"],
    ["FIREBASE_PRIVATE_KEY", "s3cret", "must be a PEM key"],
    ["LOG_LEVEL", "s3cret", "must be one of trace, debug, info"],
  ])("refuses a wrong %s, without repeating it: %#", (name, value, problem) => {
    const found = problemOf({ ...real, [name]: value });
    expect(found).toMatch(new RegExp(`^${name} `));
    expect(found).toContain(problem);
    expect(found).not.toContain(value.trim());
    expect(found).not.toContain("s3cret");
  });

  test("refuses a test key beside a live key", () => {
    const problem = problemOf({ ...real, CLERK_SECRET_KEY: secretKey("live") });
    expect(problem).toContain("are from different instances");
  });

  test.each([
    ["as it is", (pem: string) => pem],
    ["with literal newlines", (pem: string) => pem.replaceAll("\n", "\\n")],
    ["in quotes", (pem: string) => `"${pem.replaceAll("\n", "\\n")}"`],
  ])("takes a PEM key %s", (_how, written) => {
    const env = parseEnv({
      ...real,
      CLERK_JWT_KEY: written(publicPem),
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
    expect(parseEnv(local).LOCAL_PERSONAS).toEqual([{ email: "a", password: "b" }]);
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

  test.each([
    ["CLERK_API_URL", "http://127.0.0.1:4711"],
    ["CLERK_API_URL", "http://[::1]:4711"],
    ["CLERK_FAPI_URL", "http://localhost:4711"],
    ["FIRESTORE_EMULATOR_HOST", "127.0.0.1:8080"],
    ["LOCAL_SERVICES", "dev"],
    ["LOCAL_PERSONAS", "[]"],
  ])("one local variable beside real keys is enough to refuse: %s=%s", (name, value) => {
    expect(problemOf({ ...real, [name]: value })).toContain(`${name} points at local services`);
  });
});
