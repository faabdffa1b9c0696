import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Env } from "~/lib/env";
import { firestoreConfig } from "~/lib/firebase/config";

const pem = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();
const account: Env = {
  FIREBASE_PROJECT_ID: "project",
  FIREBASE_CLIENT_EMAIL: "app@project.iam.gserviceaccount.com",
  FIREBASE_PRIVATE_KEY: pem,
};

describe("firestoreConfig", () => {
  test.each([
    ["as it is", pem],
    ["with literal newlines", pem.replaceAll("\n", "\\n")],
    ["in quotes", `"${pem.replaceAll("\n", "\\n")}"`],
  ])("takes a service account whose key stands %s", (_how, key) => {
    const config = firestoreConfig({ ...account, FIREBASE_PRIVATE_KEY: key });
    expect(config.kind === "service-account" && config.privateKey.trim()).toBe(pem.trim());
  });

  test.each(["FIREBASE_PROJECT_ID", "FIREBASE_CLIENT_EMAIL", "FIREBASE_PRIVATE_KEY"] as const)(
    "names %s when only that is missing",
    (name) => {
      expect(() => firestoreConfig({ ...account, [name]: undefined })).toThrow(
        `Firestore needs ${name} too`,
      );
    },
  );

  test("refuses a key that is none, without repeating it", () => {
    const env = { ...account, FIREBASE_PRIVATE_KEY: "not-a-key" };
    expect(() => firestoreConfig(env)).toThrow(
      /^FIREBASE_PRIVATE_KEY is no PEM key(?!.*not-a-key)/,
    );
  });

  test("prefers an emulator, then a service account, then what the host offers", () => {
    const host = "127.0.0.1:1";
    expect(firestoreConfig({ ...account, FIRESTORE_EMULATOR_HOST: host }).kind).toBe("emulator");
    expect(firestoreConfig({ ...account, K_SERVICE: "x" }).kind).toBe("service-account");
    for (const name of ["GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_PROJECT", "K_SERVICE"]) {
      expect(firestoreConfig({ [name]: "x" } as unknown as Env).kind).toBe("default-credentials");
    }
  });

  test("names what to set when there is nothing", () => {
    expect(() => firestoreConfig({} as unknown as Env)).toThrow(
      /FIREBASE_PROJECT_ID, FIREBASE_CLIENT_EMAIL, FIREBASE_PRIVATE_KEY/,
    );
  });
});
